package fund

import "time"

// BallotCloses gives when a ballot opened at from closes after a length: at a
// full hour, the hour begun counting against it, and in the programme's ballot
// hours, for nobody votes or reads a result at night. An hour outside them is
// brought back to the end of the hours before it, so that a ballot never
// becomes longer; only where that has passed does it stay as it is. Where the
// programme asks for notice, it is never shorter than that.
func (p Programme) BallotCloses(from time.Time, length time.Duration) time.Time {
	closes := p.ballotCloses(from.In(p.Zone), length)
	if p.BallotNotice == 0 || !closes.Before(from.Add(p.BallotNotice)) {
		return closes
	}
	closes = from.In(p.Zone).Add(p.BallotNotice + time.Hour - 1).Truncate(time.Hour)
	minute, hours := closes.Hour()*60+closes.Minute(), p.BallotHours
	switch day := dateOf(closes); {
	case hours.To <= hours.From || minute >= hours.From && minute <= hours.To:
		return closes
	case minute < hours.From:
		return day.minute(hours.From, p.Zone)
	default:
		return day.next().minute(hours.From, p.Zone)
	}
}

func (p Programme) ballotCloses(from time.Time, length time.Duration) time.Time {
	plain := from.Add(length).Truncate(time.Hour)
	day, minute, hours := dateOf(plain), plain.Hour()*60+plain.Minute(), p.BallotHours
	if hours.To <= hours.From || minute >= hours.From && minute <= hours.To {
		return plain
	}
	if minute < hours.From {
		day = day.previous()
	}
	if moved := day.minute(hours.To, p.Zone); moved.After(from) {
		return moved
	}
	return plain
}
