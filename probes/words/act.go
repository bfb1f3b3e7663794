package words

var actWords = map[Code]text{}
