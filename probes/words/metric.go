package words

var metricWords = map[Code]text{}
