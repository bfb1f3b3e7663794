package words

var screenWords = map[Code]text{}
