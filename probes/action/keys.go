package action

// ReservedKeys are the console's own. An action that asks for one of them is
// refused when the configuration is read.
var ReservedKeys = []string{
	"?", "q", "h", "j", "k", "l", "g", "G", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0",
	"z", "/", "n", "N", "e", "E", "m", ":", " ", "[", "]", "{", "}", "a", "s", "w", "t", "d", "v", "y", "=", "+", "-", "T", "M", "W", "'",
}
