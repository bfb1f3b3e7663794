package words

var faultWords = map[Code]text{}
