package chart

import (
	"slices"
	"testing"
	"time"
)

func TestColumnsKeepTheWorstValue(t *testing.T) {
	for name, tt := range map[string]struct {
		series Series
		w, per int
		low    bool
		want   []float32
	}{
		"one slot a column":                   {seconds(1, 2, 3), 3, 1, false, []float32{1, 2, 3}},
		"the largest of each column":          {seconds(1, 9, 2, 3), 2, 2, false, []float32{9, 3}},
		"the smallest where low is bad":       {seconds(1, 9, 2, 3), 2, 2, true, []float32{1, 2}},
		"a gap beside a value counts nothing": {seconds(gapped, 4, gapped, gapped), 2, 2, false, []float32{4, gapped}},
		"what came before the first is a gap": {seconds(5), 3, 1, false, []float32{gapped, gapped, 5}},
		"what is too old is left out":         {seconds(7, 7, 1, 1), 1, 2, false, []float32{1}},
		"no values are gaps":                  {seconds(), 2, 1, false, []float32{gapped, gapped}},
	} {
		t.Run(name, func(t *testing.T) {
			got := tt.series.columns(nil, tt.w, tt.per, tt.low)
			if !slices.EqualFunc(got, tt.want, func(a, b float32) bool { return a == b || gap(a) && gap(b) }) {
				t.Errorf("columns are %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAPastColumnNeverChangesWhenTimeGoesOn(t *testing.T) {
	at := func(second int) Series {
		values := make([]float32, 60)
		for i := range values {
			values[i] = float32((second - 59 + i) % 17)
		}
		return Series{End: noon.Add(time.Duration(second) * time.Second), Step: time.Second, Values: values}
	}
	before := at(100).columns(nil, 5, 10, false)
	for later := 101; later < 110; later++ {
		now := at(later).columns(nil, 5, 10, false)
		if moved := at(later).column(10) - at(100).column(10); moved == 0 && !slices.Equal(now[:4], before[:4]) {
			t.Fatalf("at second %d the past is %v, was %v", later, now[:4], before[:4])
		} else if moved == 1 && !slices.Equal(now[:3], before[1:4]) {
			t.Fatalf("at second %d the past is %v, was %v", later, now[:3], before[1:4])
		}
	}
}

func TestAColumnSpansWhatIsKnown(t *testing.T) {
	long := make([]float32, 3600)
	young := make([]float32, 3600)
	for i := range young[:3500] {
		young[i] = gapped
	}
	for name, tt := range map[string]struct {
		values  []float32
		history time.Duration
		want    int
	}{
		"an hour in a hundred columns":             {long, 0, 40},
		"ten minutes of it":                        {long, 10 * time.Minute, 7},
		"a hundred seconds, whatever could be had": {young, 0, 1},
		"nothing": {nil, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := seconds(tt.values...).perColumn(100, tt.history); got != tt.want {
				t.Errorf("a column spans %d slots, want %d", got, tt.want)
			}
		})
	}
}
