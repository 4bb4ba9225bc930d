package fund

import (
	"errors"
	"fmt"
	"time"
)

// ErrBarred is in every *BarredError.
var ErrBarred = errors.New("the project is barred")

// Bar keeps a failed project from coming back: "that project is not accepted
// next year" (the article, 21). Until is the first moment at which it may, a
// lifted bar keeps nothing.
type Bar struct {
	Project   ProjectID
	Community PlaceID
	Year      int // the project's
	Since     time.Time
	Until     time.Time
	Lifted    time.Time
}

// NewBar bars a project that has failed, from then to the end of the
// programme's bar years; ok is false where the programme bars nothing.
func NewBar(p Project, prog Programme) (b Bar, ok bool) {
	if p.Status != ProjectFailed || prog.Year.BarYears <= 0 {
		return Bar{}, false
	}
	return Bar{
		Project: p.ID, Community: p.Community, Year: p.Year,
		Since: p.Changed, Until: prog.YearEnd(p.Year + prog.Year.BarYears),
	}, true
}

// Holds reports whether the bar is in force at a moment.
func (b Bar) Holds(now time.Time) bool {
	return b.Lifted.IsZero() && !now.Before(b.Since) && now.Before(b.Until)
}

// BackIn is the year in which the project may come back, by the days of loc.
func (b Bar) BackIn(loc *time.Location) int { return b.Until.In(loc).Year() }

// BarredError refuses what belongs to a barred project. Number and Title are
// the barred project's. errors.Is(err, ErrBarred).
type BarredError struct {
	Bar           Bar
	Number, Title string
	BackIn        int
}

// Error names the project and the year.
func (e *BarredError) Error() string {
	return fmt.Sprintf("project %d failed in %d and may not come back before %d", e.Bar.Project, e.Bar.Year, e.BackIn)
}

// Unwrap gives ErrBarred.
func (e *BarredError) Unwrap() error { return ErrBarred }

// BarDoubt says that something looks like a barred project, by its title and
// place, and that the staff have not yet said whether it is.
type BarDoubt struct {
	BarredError
	Request RequestID // what looks like it
}

// Error names what is alike.
func (e *BarDoubt) Error() string {
	return fmt.Sprintf("request %d looks like barred project %d", e.Request, e.Bar.Project)
}

// Unwrap gives ErrBarDoubt: a doubt is no bar.
func (e *BarDoubt) Unwrap() error { return ErrBarDoubt }

// ErrBarDoubt is in every *BarDoubt.
var ErrBarDoubt = errors.New("looks like a barred project")

// How alike the words for two things must be for the staff to be asked: by
// title alone, or by title where the place is alike too.
const (
	alikeTitle = 0.5
	alikeThere = 0.3
	alikePlace = 0.5
)

// LooksAlike tells whether what title and where say may be the barred thing
// under another name. It is a question for the staff, never a decision.
func LooksAlike(title, where, barredTitle, barredWhere string) bool {
	like := likenessOf(title, termsOf).to(barredTitle)
	return like >= alikeTitle || like >= alikeThere && likenessOf(where, termsOf).to(barredWhere) >= alikePlace
}

// Appeal is a community's word against a bar, with a reason and evidence. The
// district decides it by Due.
type Appeal struct {
	ID          int64
	Project     ProjectID
	By          PersonID
	Reason      string
	Photos      []Photo
	Filed       time.Time
	Due         time.Time
	Provisional bool // Due rests on a calendar that is not official yet
	Decided     time.Time
	Granted     bool
	DecidedBy   PersonID
	Answer      string // why, from the district
}

// NewAppeal appeals against a bar that holds now. It refuses a reason that says
// nothing by *LengthError, and a bar that does not hold by ErrWrongState.
func NewAppeal(b Bar, by PersonID, reason string, photos []Photo, prog Programme, now time.Time) (Appeal, error) {
	if !b.Holds(now) {
		return Appeal{}, fmt.Errorf("appeal for project %d: no bar holds: %w", b.Project, ErrWrongState)
	}
	if err := prog.Requests.CheckReason(reason); err != nil {
		return Appeal{}, err
	}
	if err := prog.Requests.CheckPhotos(len(photos)); err != nil {
		return Appeal{}, err
	}
	reason, err := needReason(reason)
	if err != nil {
		return Appeal{}, err
	}
	a := Appeal{Project: b.Project, By: by, Reason: reason, Photos: photos, Filed: now}
	a.Due, a.Provisional = prog.Calendar.Add(now.In(prog.Zone), prog.Year.AppealDays)
	return a, nil
}

// Decide grants the appeal or not, with a reason, once: else *StateError.
func (a *Appeal) Decide(grant bool, by PersonID, answer string, now time.Time) error {
	if !a.Decided.IsZero() {
		have := "denied"
		if a.Granted {
			have = "granted"
		}
		return &StateError{Noun: "appeal", ID: a.ID, Have: have, Want: []string{"waiting"}}
	}
	answer, err := needReason(answer)
	if err != nil {
		return err
	}
	a.Decided, a.Granted, a.DecidedBy, a.Answer = now, grant, by, answer
	return nil
}
