package words

var alertWords = map[Code]text{}
