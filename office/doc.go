// Package office holds the use cases: what a person may ask of the fund.
//
// Every change takes an [Act] and does its steps inside that act's
// transaction: it checks who asks against the roles held at that moment,
// decides by package fund, saves, appends one entry to the record, and lays
// the notices for everybody concerned into the outbox. An error means that
// nothing of it may stay: the caller undoes the transaction or its savepoint.
// Reading takes a transaction alone and gives times in the programme's zone.
//
// Refusals are package fund's typed errors, [huimin/store.ErrNotFound], and
// the sentinels declared here; errors.Is and errors.As find them all.
//
// It knows nothing of Telegram beyond the numbers of people and chats, and
// holds no words: a [Notice] is data, worded where it is shown. It never reads
// a clock.
package office
