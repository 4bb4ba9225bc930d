package fund

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// AcceptanceRules say who accepts works, and until when.
type AcceptanceRules struct {
	Team        int   // members at least
	Outside     int   // of them so many from outside the committee at least
	Pass        Share // at least this share of the team signs that the works pass
	Final       Share // at least this share signs that they fail for good; 0 for never
	NameDays    int   // working days to name the team, from the report that works are done
	SignDays    int   // working days for the signatures
	MendDays    []int // working days offered for mending, ascending; the first unless a member asks for more
	DisputeDays int   // calendar days in which a resident may dispute a pass
	RuleDays    int   // working days for the street to decide on that
}

// defaultAcceptance: a team that is named in public, of the committee and
// residents (潜江: the committee and three representatives); all must sign. The
// days, and that two thirds end a project that cannot be mended, are defaults of
// this project, as no rule for them was found.
func defaultAcceptance() AcceptanceRules {
	return AcceptanceRules{
		Team: 3, Outside: 1, Pass: Share{Num: 1, Den: 1}, Final: Share{Num: 2, Den: 3}, NameDays: 5, SignDays: 5, MendDays: []int{5, 10, 20},
		DisputeDays: 7, RuleDays: 5,
	}
}

// AcceptanceStatus is where an acceptance stands.
type AcceptanceStatus string

// The states of an acceptance.
const (
	AcceptanceOpen      AcceptanceStatus = "open"      // signatures are missing
	AcceptancePassed    AcceptanceStatus = "passed"    // passed; it may be disputed until Until
	AcceptanceFailed    AcceptanceStatus = "failed"    // the works are to be mended by MendBy; zero: they have failed for good
	AcceptanceStands    AcceptanceStatus = "stands"    // passed, and nobody disputed it with right
	AcceptanceUpset     AcceptanceStatus = "upset"     // passed, and disputed with right
	AcceptanceSuspended AcceptanceStatus = "suspended" // a new team was named before all had signed
)

// Acceptance is the acceptance of works by a named team.
type Acceptance struct {
	ID          int64
	Project     ProjectID
	Round       int // 1, 2, … of the project
	Status      AcceptanceStatus
	Named       time.Time
	NamedBy     PersonID
	Due         time.Time // of the signatures
	Provisional bool
	Cost, Spent Money // as they were when it was decided
	Decided     time.Time
	Until       time.Time // a pass may be disputed until then
	MendBy      time.Time // a fail is to be mended by then; zero: for good
	Ended       time.Time // when it stood or was upset
	Members     []AcceptanceMember
}

// AcceptanceMember is one of the team, named in a capacity. Verdict is "" until
// they have signed.
type AcceptanceMember struct {
	Person  PersonID
	Role    Role
	Verdict Signature
	At      time.Time
	Reason  string    // of a fail
	MendBy  time.Time // of a fail; zero: for good
}

// Final reports whether a member signed that the works fail for good.
func (m AcceptanceMember) Final() bool { return m.Verdict == SignFail && m.MendBy.IsZero() }

// Final reports whether the works have failed for good.
func (a Acceptance) Final() bool { return a.Status == AcceptanceFailed && a.MendBy.IsZero() }

// Signature is what a member of the team signs.
type Signature string

// The signatures.
const (
	SignPass Signature = "pass"
	SignFail Signature = "fail"
)

// NoMending stands for the working days of works that cannot be mended: they
// fail for good.
const NoMending = -1

// FinalNeeds gives how many of a team must sign that works fail for good; 0
// where the programme knows no such end.
func (r AcceptanceRules) FinalNeeds(members int) int {
	if r.Final.Num <= 0 {
		return 0
	}
	need := 1
	for need < members && !r.Final.AtLeast(need, members) {
		need++
	}
	return need
}

// TeamError says that a team cannot accept works: it has Have members of Want,
// or so many from outside the committee where Outside is set.
type TeamError struct {
	Have, Want int
	Outside    bool
}

// Error names the figures.
func (e *TeamError) Error() string {
	who := "members"
	if e.Outside {
		who = "from outside the committee"
	}
	return fmt.Sprintf("acceptance team: %d %s, at least %d", e.Have, who, e.Want)
}

// CheckTeam says by *TeamError whether the members may accept works.
func (r AcceptanceRules) CheckTeam(members []AcceptanceMember) error {
	seen, outside := map[PersonID]bool{}, 0
	for _, m := range members {
		if seen[m.Person] || m.Person == 0 {
			continue
		}
		seen[m.Person] = true
		if m.Role != RoleStaff {
			outside++
		}
	}
	switch {
	case len(seen) < r.Team:
		return &TeamError{Have: len(seen), Want: r.Team}
	case outside < r.Outside:
		return &TeamError{Have: outside, Want: r.Outside, Outside: true}
	}
	return nil
}

// NameTeam begins an acceptance of finished works: *StateError, *TeamError.
func (p Project) NameTeam(members []AcceptanceMember, prog Programme, now time.Time) (Acceptance, error) {
	if err := p.in(ProjectFinished); err != nil {
		return Acceptance{}, fmt.Errorf("name team: %w", err)
	}
	if err := prog.Works.Acceptance.CheckTeam(members); err != nil {
		return Acceptance{}, fmt.Errorf("name team: %w", err)
	}
	a := Acceptance{Project: p.ID, Status: AcceptanceOpen, Named: now, Members: slices.Clone(members)}
	a.Due, a.Provisional = prog.Calendar.Add(now.In(prog.Zone), prog.Works.Acceptance.SignDays)
	return a, nil
}

// member gives the place of somebody in the team; -1 for nobody.
func (a Acceptance) member(id PersonID) int {
	return slices.IndexFunc(a.Members, func(m AcceptanceMember) bool { return m.Person == id && id != 0 })
}

// Sits reports whether somebody is in the team.
func (a Acceptance) Sits(id PersonID) bool { return a.member(id) >= 0 }

// Missing counts the signatures that are missing.
func (a Acceptance) Missing() int {
	n := 0
	for _, m := range a.Members {
		if m.Verdict == "" {
			n++
		}
	}
	return n
}

func (a Acceptance) in(want AcceptanceStatus) error {
	if a.Status == want {
		return nil
	}
	return &StateError{Noun: "acceptance", ID: a.ID, Have: string(a.Status), Want: []string{string(want)}}
}

// MaySign says why somebody may not sign: *StateError once all have signed,
// ErrNotInTeam.
func (a Acceptance) MaySign(by PersonID) error {
	if err := a.in(AcceptanceOpen); err != nil {
		return fmt.Errorf("sign: %w", err)
	}
	if !a.Sits(by) {
		return fmt.Errorf("sign acceptance %d: %w", a.ID, ErrNotInTeam)
	}
	return nil
}

// Sign keeps what a member signs; it may be changed until all have signed. A
// fail needs a reason, and says how many working days mending may take: one of
// those that the programme offers, 0 for the fewest, NoMending for none.
// *StateError, *LengthError, ErrNotInTeam.
func (a *Acceptance) Sign(by PersonID, s Signature, reason string, days int, prog Programme, now time.Time) error {
	if err := a.MaySign(by); err != nil {
		return err
	}
	i := a.member(by)
	signed := AcceptanceMember{Person: by, Role: a.Members[i].Role, Verdict: s, At: now}
	switch s {
	case SignPass:
	case SignFail:
		if err := prog.Requests.CheckReason(reason); err != nil {
			return fmt.Errorf("sign: %w", err)
		}
		signed.Reason = strings.TrimSpace(reason)
		if days != NoMending || prog.Works.Acceptance.FinalNeeds(len(a.Members)) == 0 {
			signed.MendBy = prog.MendBy(days, now)
		}
	default:
		return fmt.Errorf("sign acceptance %d: no such signature %q", a.ID, s)
	}
	a.Members[i] = signed
	return nil
}

// MendBy is until when mending may take that was given some working days; the
// fewest that the programme offers when it does not offer those.
func (p Programme) MendBy(days int, now time.Time) time.Time {
	offered := p.Works.Acceptance.MendDays
	if !slices.Contains(offered, days) {
		days = 5
		if len(offered) > 0 {
			days = offered[0]
		}
	}
	by, _ := p.Calendar.Add(now.In(p.Zone), days)
	return by
}

// Decide decides once all have signed: passed when enough of the team signed
// so, failed for good when enough signed that, else failed, to be mended by the
// latest date that a member gave. False while signatures are missing.
func (a *Acceptance) Decide(p Project, prog Programme, now time.Time) bool {
	if a.Status != AcceptanceOpen || a.Missing() > 0 {
		return false
	}
	passed, final := 0, 0
	for _, m := range a.Members {
		switch {
		case m.Verdict == SignPass:
			passed++
		case m.Final():
			final++
		case m.MendBy.After(a.MendBy):
			a.MendBy = m.MendBy
		}
	}
	a.Cost, a.Spent, a.Decided = p.Cost(), p.Spent, now
	rules := prog.Works.Acceptance
	if rules.Pass.AtLeast(passed, len(a.Members)) {
		a.Status, a.MendBy = AcceptancePassed, time.Time{}
		a.Until = endOfDay(now.In(prog.Zone), rules.DisputeDays)
		return true
	}
	a.Status = AcceptanceFailed
	switch need := rules.FinalNeeds(len(a.Members)); {
	case need > 0 && final >= need:
		a.MendBy = time.Time{}
	case !a.MendBy.After(now):
		a.MendBy = prog.MendBy(0, now)
	}
	return true
}

// Reasons gives why members signed that the works fail.
func (a Acceptance) Reasons() (list []string) {
	for _, m := range a.Members {
		if m.Verdict == SignFail && m.Reason != "" && !slices.Contains(list, m.Reason) {
			list = append(list, m.Reason)
		}
	}
	return list
}

// Suspend ends an acceptance for which a new team is named.
func (a *Acceptance) Suspend(now time.Time) error {
	if err := a.in(AcceptanceOpen); err != nil {
		return fmt.Errorf("suspend: %w", err)
	}
	a.Status, a.Ended = AcceptanceSuspended, now
	return nil
}

// Stand makes a pass final, once nobody may dispute it any more and no dispute
// waits; false before.
func (a *Acceptance) Stand(waiting int, now time.Time) bool {
	if a.Status != AcceptancePassed || waiting > 0 || !now.After(a.Until) {
		return false
	}
	a.Status, a.Ended = AcceptanceStands, now
	return true
}

// Upset undoes a pass that was disputed with right.
func (a *Acceptance) Upset(now time.Time) error {
	if err := a.in(AcceptancePassed); err != nil {
		return fmt.Errorf("upset: %w", err)
	}
	a.Status, a.Ended = AcceptanceUpset, now
	return nil
}

// Dispute is a resident's objection to a pass, which the street decides on.
type Dispute struct {
	ID          int64
	Acceptance  int64
	Project     ProjectID
	Community   PlaceID
	Author      PersonID
	Reason      string
	Filed       time.Time
	Due         time.Time
	Provisional bool
	Decided     time.Time
	DecidedBy   PersonID
	Upheld      bool
	Ruling      string
	MendBy      time.Time // where it is upheld
}

// Dispute disputes a pass until its Until; *StateError afterwards, *LengthError.
func (a Acceptance) Dispute(by PersonID, reason string, prog Programme, now time.Time) (Dispute, error) {
	if err := a.in(AcceptancePassed); err != nil {
		return Dispute{}, fmt.Errorf("dispute: %w", err)
	}
	if now.After(a.Until) {
		return Dispute{}, fmt.Errorf("dispute: %w", &StateError{Noun: "acceptance", ID: a.ID, Have: string(AcceptanceStands)})
	}
	if err := prog.Requests.CheckReason(reason); err != nil {
		return Dispute{}, fmt.Errorf("dispute: %w", err)
	}
	d := Dispute{Acceptance: a.ID, Project: a.Project, Author: by, Reason: strings.TrimSpace(reason), Filed: now}
	d.Due, d.Provisional = prog.Calendar.Add(now.In(prog.Zone), prog.Works.Acceptance.RuleDays)
	return d, nil
}

// Rule decides on a dispute, with a reason; the street does. Upheld, the works
// are mended in so many working days.
func (d *Dispute) Rule(by PersonID, upheld bool, reason string, days int, prog Programme, now time.Time) error {
	if !d.Decided.IsZero() {
		return fmt.Errorf("rule: %w", &StateError{Noun: "dispute", ID: d.ID, Have: "decided", Want: []string{"waiting"}})
	}
	if err := prog.Requests.CheckReason(reason); err != nil {
		return fmt.Errorf("rule: %w", err)
	}
	d.Decided, d.DecidedBy, d.Upheld, d.Ruling = now, by, upheld, strings.TrimSpace(reason)
	if upheld {
		d.MendBy = prog.MendBy(days, now)
	}
	return nil
}
