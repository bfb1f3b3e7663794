package dbcheck

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bedside/probes"
)

// database makes a database file with one table.
func database(t *testing.T, path string) {
	t.Helper()
	source := url.URL{Scheme: "file", Path: path}
	db, err := sql.Open("sqlite", source.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE system_logs (id INTEGER PRIMARY KEY)"); err != nil {
		t.Fatal(err)
	}
}

func TestAFileIsUpWhileItIsADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x y?#.db")
	p := NewSQLite("sqlite", path)
	defer p.Close()
	expect := func(when string, status probes.Status, fault string) {
		t.Helper()
		s := check(t, p, 5*time.Second)
		if s.Status != status || string(s.Fault.Code) != fault {
			t.Errorf("%s: %v %v (%s)", when, s.Status, s.Fault.Code, s.Fault.Detail.Screen())
		}
	}
	expect("absent", probes.Down, string(probes.NoFile))
	if _, err := os.Stat(path); err == nil {
		t.Fatal("the check created the file")
	}
	database(t, path)
	expect("there", probes.Up, "")
	expect("again", probes.Up, "")

	noise := path + ".new"
	if err := os.WriteFile(noise, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(noise, path); err != nil {
		t.Fatal(err)
	}
	expect("replaced by noise", probes.Down, string(probes.Malformed))
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	expect("removed", probes.Down, string(probes.NoFile))
}

func TestAFileIsOnlyRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	database(t, path)
	db, err := openSQLite(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("DELETE FROM system_logs"); err == nil {
		t.Error("it can be written")
	}
}
