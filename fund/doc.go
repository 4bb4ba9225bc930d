// Package fund holds the rules of a community benefit fund as plain types and
// pure functions: money, places and roles, residents' requests, projects and
// the offices that must approve them, working days, ballots, and the
// quarterly bulletin.
//
// It knows nothing of Telegram, SQL or languages, and never reads a clock:
// time is always an argument. Whoever calls it loads the values, asks, and
// saves what came back. No value here is shared or locked; methods that change
// one say so by a pointer receiver.
//
// # Units
//
// Money is whole fen. Days are calendar days in the location of the time that
// is passed, so callers hand times in the programme's zone; what takes a
// Programme converts by itself.
//
// # Sources
//
// "The Act" is the Organic Law of Urban Residents' Committees
// (城市居民委员会组织法) as revised on 2025-10-28, in force since 2026-01-01.
// "The article" is the report on Liuzhou's fund in 中国城市报 of 2021-07-19,
// page 29; its statements are numbered 1 to 24 in the order they are made.
// "PIPL" is the Personal Information Protection Law (个人信息保护法).
package fund
