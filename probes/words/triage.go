package words

var triageWords = map[Code]text{}
