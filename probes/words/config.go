package words

var configWords = map[Code]text{}
