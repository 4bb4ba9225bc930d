// Package locales holds every word that anyone reads, in every language. It
// imports nothing of the project: it knows texts and their arguments, not what
// they are about.
//
// # Writing a text
//
// The words live in text/<noun>.<language>.toml, one text a key. English is the
// source and declares the arguments; the other languages have the same keys and
// their own plural forms:
//
//	[request_supporters]
//	args = "n count, title text"
//	one = "{{.N}} neighbour supports “{{.Title}}”."
//	other = "{{.N}} neighbours support “{{.Title}}”."
//
// After "go generate ./locales" there is a typed call for it,
// RequestSupporters(n int, title string) Message, and a test holds every
// language to it. The kinds of argument, their Go type, and how a text writes
// them:
//
//	text      string         {{.Title}}: what people or data say, escaped
//	int       int            {{.Number}}
//	count     int            {{.N}}: also picks the plural form; one a text
//	money     int64, in fen  {{money .Cost}}: 11,000 yuan; 0.50 yuan; the word
//	                         alone is {{currency}}: another for a fund in
//	                         another currency
//	                         {{voters}} (or {{Voters}} in front of a sentence)
//	                         is who votes: the representatives, or the residents
//	percent   int, of 10000  {{.Share}}: 66.7%
//	time      time.Time      {{date .Due}} Mon 23 Nov, {{dateyear .Due}},
//	                         {{clock .At}} 09:00, {{datetime .At}}; in the zone
//	                         that the time carries
//	duration  time.Duration  {{span .Left}}: 2 days
//	name      Name           {{.Place}}: by the reader's language, escaped
//	msg       Message        {{t .Status}}
//	msgs      []Message      {{join .Items}} a, b and c; {{lines .Items}}
//
// A text may hold Telegram's HTML tags and {{if .Place}}…{{else}}…{{end}} with
// eq, ne, lt, le, gt, ge, and, or, not. An argument whose name begins with "_"
// may be left out by a language. Keys that end in _button are short labels
// (30 characters), those that end in _alert are answers to a press (180), and
// those that begin with command_ describe a command (256): these are rendered
// plain and have no tags.
//
// # Adding a language
//
// Add its files, or one file all.<language>.toml. It is offered to people when
// it lacks nothing; until then English stands in for what it lacks.
package locales

//go:generate go run ./gen
