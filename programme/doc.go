// Package programme reads and writes programme files: the rules of a fund, in
// TOML, that a place may want different from others.
//
// A file begins with a preset and says what differs:
//
//	preset = "liuzhou"
//
//	[tiers]
//	community_limit = 50_000   # yuan
//
//	[[change]]
//	from = "2027-01-01"
//	[change.tiers]
//	community_limit = 80_000
//
// [Read] makes a [fund.Rulebook] of it: the rules from the beginning, and those
// after each change. What is wrong with a file is told all at once, each
// [Mistake] with its line, its key and what to do. [Write] writes all rules of a
// rulebook, so that the file says everything that is in force; read again, it
// makes the same rules. [Diff] and [Rewrites] compare rules.
//
// Every rule is one [Key], a line in a table; a test fails when a field of
// fund.Programme has none. To add a rule: the field in fund, its default in the
// preset, a line in keys.go, and what it does in locales/text/rule.*.toml. A
// rule that nothing follows has no place here.
//
// The package knows what a programme is made of and nothing else: neither what
// the rules are good for, nor the database, nor Telegram, nor the words in
// which a file is explained, which whoever writes one hands in. It opens no
// files: [Source] brings their contents.
package programme
