package programme

import (
	"fmt"

	"huimin/fund"
)

// The presets.
const (
	Liuzhou = "liuzhou" // as far as Liuzhou's rules are known; what a file begins with
)

// Presets lists the programmes inside the program.
func Presets() []string { return []string{Liuzhou} }

// Preset gives a programme inside the program.
func Preset(name string) (fund.Programme, error) {
	switch name {
	case Liuzhou:
		return fund.Liuzhou()
	}
	return fund.Programme{}, fmt.Errorf("no preset %q: there are %s", name, orList(Presets()))
}
