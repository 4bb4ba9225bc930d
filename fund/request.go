package fund

import (
	"fmt"
	"time"
)

// RequestID numbers a request; 0 is none.
type RequestID int64

// RequestStatus is where a request stands.
type RequestStatus string

// The states of a request: open, then one of the others for good, but for an
// adopted one, which is open again when its project ended with its year.
const (
	RequestOpen      RequestStatus = "open"
	RequestAdopted   RequestStatus = "adopted"   // a project came of it
	RequestDeclined  RequestStatus = "declined"  // with a reason
	RequestMerged    RequestStatus = "merged"    // into another that asks the same
	RequestWithdrawn RequestStatus = "withdrawn" // by its author
)

// RequestSource is how a request reached the fund.
type RequestSource string

// The ways in. All count the same (the article, 10 to 12).
const (
	SourceSelf    RequestSource = "self"    // the resident, through the bot
	SourceCounter RequestSource = "counter" // came to the office
	SourceCall    RequestSource = "call"    // telephoned
	SourceVisit   RequestSource = "visit"   // was visited (入户走访)
	SourcePaper   RequestSource = "paper"   // wrote on paper
)

// RequestSources lists every way in.
func RequestSources() []RequestSource {
	return []RequestSource{SourceSelf, SourceCounter, SourceCall, SourceVisit, SourcePaper}
}

// Point is a place on the map in degrees (WGS 84).
type Point struct{ Lat, Lon float64 }

// Photo is a picture kept by Telegram: FileID fetches it, UniqueID tells
// whether two are the same.
type Photo struct {
	FileID   string
	UniqueID string
}

// Request is what a resident asks for. Author is 0 when it was entered for
// somebody without Telegram. Item is "" while unknown. Supporters does not
// count the author; Households count those that joined at the door and not the
// one that asked. Changed is when Status last changed.
type Request struct {
	ID         RequestID
	Number     string
	Community  PlaceID
	Author     PersonID
	EnteredBy  PersonID
	Source     RequestSource
	Text       string
	Where      string
	At         *Point
	Photos     []Photo
	Item       ItemCode
	Status     RequestStatus
	Project    ProjectID
	MergedInto RequestID
	Reason     string
	Filed      time.Time
	Changed    time.Time
	Supporters int
	Households int
}

func (r *Request) leave(to RequestStatus, now time.Time) error {
	if r.Status != RequestOpen {
		return &StateError{
			Noun: "request", ID: int64(r.ID), Have: string(r.Status), Want: []string{string(RequestOpen)},
		}
	}
	r.Status, r.Changed = to, now
	return nil
}

// Adopt records that project p came of the request. It must be open, else
// *StateError.
func (r *Request) Adopt(p ProjectID, now time.Time) error {
	if err := r.leave(RequestAdopted, now); err != nil {
		return fmt.Errorf("adopt: %w", err)
	}
	r.Project = p
	return nil
}

// Reopen opens an adopted request again, because the project that came of it
// ended with its year. Project goes on naming the one that came of it last.
func (r *Request) Reopen(now time.Time) error {
	if r.Status != RequestAdopted {
		return fmt.Errorf("reopen: %w", &StateError{
			Noun: "request", ID: int64(r.ID), Have: string(r.Status), Want: []string{string(RequestAdopted)},
		})
	}
	r.Status, r.Changed = RequestOpen, now
	return nil
}

// Decline refuses the request with a reason that its author gets. It must be
// open, else *StateError; a reason that says nothing is a *LengthError.
func (r *Request) Decline(reason string, now time.Time) error {
	reason, err := needReason(reason)
	if err != nil {
		return fmt.Errorf("decline: %w", err)
	}
	if err := r.leave(RequestDeclined, now); err != nil {
		return fmt.Errorf("decline: %w", err)
	}
	r.Reason = reason
	return nil
}

// MergeInto records that request id asks for the same. The request must be
// open and not id itself, else *StateError.
func (r *Request) MergeInto(id RequestID, now time.Time) error {
	if id == r.ID {
		return fmt.Errorf("merge: %w", &StateError{
			Noun: "request", ID: int64(r.ID), Have: "itself", Want: []string{"another"},
		})
	}
	if err := r.leave(RequestMerged, now); err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	r.MergedInto = id
	return nil
}

// Withdraw takes the request back. It must be open, else *StateError.
func (r *Request) Withdraw(now time.Time) error {
	if err := r.leave(RequestWithdrawn, now); err != nil {
		return fmt.Errorf("withdraw: %w", err)
	}
	return nil
}

// The kinds of number that Number writes.
const (
	NumberRequest   rune = 'R'
	NumberProject   rune = 'P'
	NumberComplaint rune = 'T' // 投诉
)

// Number writes the number people quote: place, year of filing, and a running
// number within both. A request's is "CD-26-0012"; a project's "CD-26-P03"; a
// complaint's "CD-26-T02".
// A running number that outgrows its zeros is written in full.
func Number(code string, year int, kind rune, seq int) string {
	if kind == NumberProject || kind == NumberComplaint {
		return fmt.Sprintf("%s-%02d-%c%02d", code, year%100, kind, seq)
	}
	return fmt.Sprintf("%s-%02d-%04d", code, year%100, seq)
}
