package fund

import (
	"errors"
	"strings"
	"time"
)

// SponsorID numbers a sponsor; 0 is none.
type SponsorID int64

// Sponsor is an organisation that pays for a part of projects, known at Place
// and at every place below. Contact is the name of a person there, Reach how
// to reach them: both are kept only since Consent, when that person agreed
// (PIPL Art. 13). A sponsor that is Retired is offered no more.
type Sponsor struct {
	ID      SponsorID
	Place   PlaceID
	Name    string
	Contact string
	Reach   string
	Consent time.Time
	Added   time.Time
	Changed time.Time
	Retired time.Time
}

// ErrContactConsent says that a contact person's name or number is to be kept
// without their agreement.
var ErrContactConsent = errors.New("the contact person has not agreed")

// WhatSponsor and WhatReach are what a *LengthError may be about, in code
// points.
const (
	WhatSponsor What = "sponsor" // an organisation's name
	WhatReach   What = "reach"   // how to reach a contact person
)

// Limits of a sponsor's texts in code points.
const (
	maxSponsorName = 64
	maxReach       = 100
)

// Tidy gives the sponsor with its texts trimmed to one line each, and without
// a consent that nothing needs.
func (s Sponsor) Tidy() Sponsor {
	line := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	s.Name, s.Contact, s.Reach = line(s.Name), line(s.Contact), line(s.Reach)
	if s.Contact == "" && s.Reach == "" {
		s.Consent = time.Time{}
	}
	return s
}

// Check says what is wrong with a tidy sponsor: nil, *LengthError, or
// [ErrContactConsent].
func (s Sponsor) Check() error {
	if Weight(s.Name) == 0 {
		return &LengthError{What: WhatSponsor, Min: 2, Max: maxSponsorName}
	}
	for _, text := range []struct {
		what     What
		text     string
		min, max int
	}{
		{WhatSponsor, s.Name, 2, maxSponsorName},
		{WhatSponsor, s.Contact, 0, maxSponsorName},
		{WhatReach, s.Reach, 0, maxReach},
	} {
		if n := len([]rune(text.text)); n < text.min || n > text.max {
			return &LengthError{What: text.what, Have: n, Min: text.min, Max: text.max}
		}
	}
	if s.Consent.IsZero() && (s.Contact != "" || s.Reach != "") {
		return ErrContactConsent
	}
	return nil
}
