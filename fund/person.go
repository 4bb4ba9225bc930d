package fund

import "time"

// PersonID numbers a person inside the project; 0 is nobody, or the clock.
type PersonID int64

// ConsentVersion is the version of the privacy notice now shown. Somebody who
// agreed to another one is asked again (PIPL Art. 14).
const ConsentVersion = 2

// Person is somebody the bot knows. Telegram is their Telegram id, 0 once
// erased. Name is masked by MaskName before it is kept. Community is 0 until
// they choose one. Consent is the version of the privacy notice agreed to, 0
// for none.
type Person struct {
	ID        PersonID
	Telegram  int64
	Name      string
	Lang      string
	Community PlaceID
	Consent   int
	ConsentAt time.Time
	Created   time.Time
	Erased    bool
}

// Consented reports whether the person agreed to the notice now in force.
func (p Person) Consented() bool { return !p.Erased && p.Consent == ConsentVersion }
