// Package store keeps the fund's books in one SQLite file: people and places,
// requests, projects, ballots, the inbox and outbox of messages, sessions of
// conversations, and the record of everything that happened.
//
// One file a noun, SQL written by hand beside its scan. Times are Unix
// seconds UTC, money is integer fen, absent values are NULL. All writing goes
// through one connection, one transaction at a time; readers see snapshots.
//
// It knows nothing of the fund's rules, of Telegram, or of languages.
package store
