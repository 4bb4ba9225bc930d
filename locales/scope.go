package locales

// Scope names a category ("GG") or an item ("GG2") of the scope catalogue, in
// words short enough for a button. One that a place added to its catalogue is
// said by the name that the book was given, and else as it is written.
func Scope(code string) Message {
	if say, ok := scopes[code]; ok {
		return say()
	}
	return Message{ID: idItem, Args: []Arg{{"code", code}}}
}

// scopes is the proposed default catalogue: four categories of nine items.
var scopes = map[string]func() Message{
	"MS":  ScopeMsButton,
	"GY":  ScopeGyButton,
	"MZ":  ScopeMzButton,
	"GG":  ScopeGgButton,
	"MS1": ScopeMs1Button,
	"MS2": ScopeMs2Button,
	"MS3": ScopeMs3Button,
	"MS4": ScopeMs4Button,
	"MS5": ScopeMs5Button,
	"MS6": ScopeMs6Button,
	"MS7": ScopeMs7Button,
	"MS8": ScopeMs8Button,
	"MS9": ScopeMs9Button,
	"GY1": ScopeGy1Button,
	"GY2": ScopeGy2Button,
	"GY3": ScopeGy3Button,
	"GY4": ScopeGy4Button,
	"GY5": ScopeGy5Button,
	"GY6": ScopeGy6Button,
	"GY7": ScopeGy7Button,
	"GY8": ScopeGy8Button,
	"GY9": ScopeGy9Button,
	"MZ1": ScopeMz1Button,
	"MZ2": ScopeMz2Button,
	"MZ3": ScopeMz3Button,
	"MZ4": ScopeMz4Button,
	"MZ5": ScopeMz5Button,
	"MZ6": ScopeMz6Button,
	"MZ7": ScopeMz7Button,
	"MZ8": ScopeMz8Button,
	"MZ9": ScopeMz9Button,
	"GG1": ScopeGg1Button,
	"GG2": ScopeGg2Button,
	"GG3": ScopeGg3Button,
	"GG4": ScopeGg4Button,
	"GG5": ScopeGg5Button,
	"GG6": ScopeGg6Button,
	"GG7": ScopeGg7Button,
	"GG8": ScopeGg8Button,
	"GG9": ScopeGg9Button,
}
