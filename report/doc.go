// Package report says what the fund publishes: the quarter's bulletin of a
// community and the roll-up for street and district. It turns the figures of
// package fund into messages of package locales.
//
// It knows nothing of Telegram or SQL, and computes no figure itself.
package report
