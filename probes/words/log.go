package words

var logWords = map[Code]text{}
