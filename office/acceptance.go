package office

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// ErrNoCandidate says that somebody named for a team holds no office that may
// accept works there.
var ErrNoCandidate = errors.New("nobody who may accept works there")

// Candidates gives who may be named to accept the works of a community: its
// committee, supervisors and representatives, the street's and the district's
// reviewers, each once. Whoever is of the committee counts as that.
func (o *Office) Candidates(a Act, community fund.PlaceID) ([]fund.AcceptanceMember, error) {
	lineage, err := a.Tx.Lineage(community)
	if err != nil {
		return nil, err
	}
	var list []fund.AcceptanceMember
	for _, role := range []fund.Role{
		fund.RoleStaff, fund.RoleSupervisor, fund.RoleRepresentative, fund.RoleStreet, fund.RoleDistrict,
	} {
		people, err := o.holdersIn(a, lineage, role, role.At())
		if err != nil {
			return nil, err
		}
		for _, person := range people {
			if !slices.ContainsFunc(list, func(m fund.AcceptanceMember) bool { return m.Person == person }) {
				list = append(list, fund.AcceptanceMember{Person: person, Role: role})
			}
		}
	}
	return list, nil
}

// NameTeam names who accepts the finished works of a project. A team that had
// been named and has not all signed is replaced. Each member is told.
func (o *Office) NameTeam(a Act, id fund.ProjectID, people []fund.PersonID) (fund.Acceptance, error) {
	p, err := o.projectFor(a, fund.ActNameTeam, id)
	if err != nil {
		return fund.Acceptance{}, fmt.Errorf("name team: %w", err)
	}
	candidates, err := o.Candidates(a, p.Community)
	if err != nil {
		return fund.Acceptance{}, err
	}
	var members []fund.AcceptanceMember
	for _, person := range people {
		i := slices.IndexFunc(candidates, func(m fund.AcceptanceMember) bool { return m.Person == person })
		if i < 0 {
			return fund.Acceptance{}, fmt.Errorf("name team of project %d: person %d: %w", id, person, ErrNoCandidate)
		}
		members = append(members, candidates[i])
	}
	slices.SortFunc(members, func(x, y fund.AcceptanceMember) int { return int(x.Person - y.Person) })
	members = slices.Compact(members)
	n, err := p.NameTeam(members, o.Rules(a.Now), a.Now)
	if err != nil {
		return fund.Acceptance{}, err
	}
	if err := o.replaceTeam(a, p); err != nil {
		return fund.Acceptance{}, err
	}
	n.NamedBy = a.By.ID
	if n, err = a.Tx.AddAcceptance(n); err != nil {
		return fund.Acceptance{}, err
	}
	if err := recordThing(a, aboutAcceptance(n)); err != nil {
		return fund.Acceptance{}, err
	}
	chore := Chore{What: ChoreSign, ID: n.ID, Project: id}
	for _, m := range members {
		if err := o.tellChore(a, chore, []fund.PersonID{m.Person}, nil); err != nil {
			return fund.Acceptance{}, err
		}
	}
	return o.localAcceptance(n), o.showProject(a, p)
}

// replaceTeam ends an acceptance that is open; ErrWrongState when one has passed
// and may still be disputed.
func (o *Office) replaceTeam(a Act, p fund.Project) error {
	last, err := o.lastAcceptance(a.Tx, p.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	switch last.Status {
	case fund.AcceptancePassed, fund.AcceptanceStands:
		return fmt.Errorf("name team: %w", &fund.StateError{Noun: "acceptance", ID: last.ID, Have: string(last.Status)})
	case fund.AcceptanceFailed, fund.AcceptanceUpset, fund.AcceptanceSuspended:
		return nil
	case fund.AcceptanceOpen:
	}
	if err := last.Suspend(a.Now); err != nil {
		return err
	}
	return o.keepAcceptance(a, last)
}

func (o *Office) keepAcceptance(a Act, n fund.Acceptance) error {
	if err := a.Tx.SaveAcceptance(n); err != nil {
		return err
	}
	return recordThing(a, aboutAcceptance(n))
}

// Sign keeps what a member of the team signs; by the last signature the works
// have passed or failed. A fail says why, and how many working days mending may
// take, 0 for the fewest that the programme offers, [fund.NoMending] for works
// that fail for good.
func (o *Office) Sign(a Act, id int64, s fund.Signature, reason string, days int) (fund.Acceptance, error) {
	n, err := a.Tx.Acceptance(id)
	if err != nil {
		return fund.Acceptance{}, fmt.Errorf("sign: %w", err)
	}
	p, err := a.Tx.Project(n.Project)
	if err == nil {
		err = o.decides(a, fund.ActSign, p.Community)
	}
	if err == nil {
		err = o.yearOver(a, p)
	}
	if err != nil {
		return fund.Acceptance{}, fmt.Errorf("sign acceptance %d: %w", id, err)
	}
	prog := o.Rules(n.Named)
	if err := n.Sign(a.By.ID, s, reason, days, prog, a.Now); err != nil {
		return fund.Acceptance{}, err
	}
	for _, m := range n.Members {
		if m.Person != a.By.ID {
			continue
		}
		if err := a.Tx.SaveSignature(id, m); err != nil {
			return fund.Acceptance{}, err
		}
	}
	decided := n.Decide(p, prog, a.Now)
	if err := o.keepAcceptance(a, n); err != nil {
		return fund.Acceptance{}, err
	}
	if !decided {
		return o.localAcceptance(n), o.editProject(a, p)
	}
	return o.localAcceptance(n), o.accepted(a, p, n)
}

// accepted does what a decided acceptance brings: a pass may be disputed, and
// residents are asked how satisfied they are; what failed is mended, or ends.
func (o *Office) accepted(a Act, p fund.Project, n fund.Acceptance) error {
	if n.Status == fund.AcceptanceFailed {
		reason := strings.Join(n.Reasons(), " / ")
		if n.Final() {
			return o.failForGood(a, p, reason)
		}
		return o.mend(a, p, reason, n.MendBy)
	}
	if err := o.tellProjectFollowers(a, p, RequestChanged{What: ChangePassed}); err != nil {
		return err
	}
	if err := o.showProject(a, p); err != nil {
		return err
	}
	return o.openEvaluation(a, p)
}

// mend has finished works mended.
func (o *Office) mend(a Act, p fund.Project, reason string, until time.Time) error {
	if err := p.Mend(reason, until, a.Now); err != nil {
		return err
	}
	return o.move(a, recordMend, p, ProjectEntry{}, RequestChanged{What: ChangeMending, Reason: p.Reason})
}

// failForGood ends works that failed acceptance and cannot be mended: what it
// brings is what the year's end brings, see failed.
func (o *Office) failForGood(a Act, p fund.Project, reason string) error {
	if err := p.Fail(reason, a.Now); err != nil {
		return err
	}
	return o.move(a, recordFailed, p, ProjectEntry{}, RequestChanged{What: ChangeFailed, Reason: p.Reason, Count: o.backIn(p)})
}

// standAcceptances makes passes final that nobody disputed in time.
func (o *Office) standAcceptances(a Act) error {
	list, err := o.standing(a.Tx)
	if err != nil {
		return err
	}
	for _, n := range list {
		if !n.Stand(0, a.Now) {
			continue
		}
		p, err := a.Tx.Project(n.Project)
		if err != nil {
			return err
		}
		if err := o.keepAcceptance(a, n); err != nil {
			return err
		}
		if err := p.Accept(a.Now); err != nil {
			return err
		}
		if err := o.move(a, recordAccepted, p, ProjectEntry{}, RequestChanged{What: ChangeAccepted}); err != nil {
			return err
		}
	}
	return nil
}

// standing gives the passes that will be final when their days are over: no
// dispute waits, and the project has not ended otherwise, at the year's end.
func (o *Office) standing(tx *store.Tx) (list []fund.Acceptance, err error) {
	passed, err := tx.AcceptancesIn(fund.AcceptancePassed)
	if err != nil {
		return nil, err
	}
	for _, n := range passed {
		waiting, err := o.disputesOn(tx, n)
		if err != nil {
			return nil, err
		}
		p, err := tx.Project(n.Project)
		if err != nil {
			return nil, err
		}
		if len(waiting) == 0 && p.Status == fund.ProjectFinished {
			list = append(list, n)
		}
	}
	return list, nil
}

// remindAcceptances reminds of teams to name, of signatures that are missing,
// and of works to mend.
func (o *Office) remindAcceptances(a Act) error {
	open, err := a.Tx.AcceptancesIn(fund.AcceptanceOpen)
	if err != nil {
		return err
	}
	for _, n := range open {
		p, err := a.Tx.Project(n.Project)
		if err != nil {
			return err
		}
		if p.Status != fund.ProjectFinished { // it ended otherwise, at the year's end
			continue
		}
		staff, _, _, err := o.officesOf(a, p.Community)
		if err != nil {
			return err
		}
		for _, m := range n.Members {
			if m.Verdict != "" {
				continue
			}
			chore := Chore{What: ChoreSign, ID: n.ID, Project: p.ID}
			up := slices.DeleteFunc(slices.Clone(staff), func(id fund.PersonID) bool { return id == m.Person })
			if err := o.remindChore(a, chore, n.Due, []fund.PersonID{m.Person}, up); err != nil {
				return err
			}
		}
	}
	return o.remindWorksHeld(a)
}

// remindWorksHeld reminds committees of works that are to be mended, and of
// those for which a team is to be named.
func (o *Office) remindWorksHeld(a Act) error {
	list, err := a.Tx.ProjectsIn(fund.ProjectMending, fund.ProjectFinished)
	if err != nil {
		return err
	}
	for _, p := range list {
		chore, due := Chore{What: ChoreMend, ID: int64(p.ID), Project: p.ID}, p.Due
		if p.Status == fund.ProjectFinished {
			if due, err = o.TeamDue(a.Tx, p); err != nil {
				return err
			}
			if due.IsZero() {
				continue
			}
			chore.What = ChoreTeam
		}
		staff, street, _, err := o.officesOf(a, p.Community)
		if err != nil {
			return err
		}
		if err := o.remindChore(a, chore, due, staff, street); err != nil {
			return err
		}
	}
	return nil
}

// TeamDue gives when a team for finished works is to be named; the zero time
// when there is one, or when none is needed.
func (o *Office) TeamDue(tx *store.Tx, p fund.Project) (time.Time, error) {
	if p.Status != fund.ProjectFinished {
		return time.Time{}, nil
	}
	last, err := o.lastAcceptance(tx, p.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return time.Time{}, err
	}
	if err == nil && last.Named.After(p.FinishedAt) && last.Status != fund.AcceptanceSuspended {
		return time.Time{}, nil
	}
	prog := o.Rules(p.FinishedAt)
	due, _ := prog.Calendar.Add(o.local(p.FinishedAt), prog.Works.Acceptance.NameDays)
	return due, nil
}

// lastAcceptance gives a project's latest acceptance, or [store.ErrNotFound].
func (o *Office) lastAcceptance(tx *store.Tx, id fund.ProjectID) (fund.Acceptance, error) {
	list, err := tx.Acceptances(id)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("acceptance of project %d: %w", id, store.ErrNotFound)
	}
	if err != nil {
		return fund.Acceptance{}, err
	}
	return list[len(list)-1], nil
}

// Acceptance gives one acceptance, or [store.ErrNotFound].
func (o *Office) Acceptance(tx *store.Tx, id int64) (fund.Acceptance, error) {
	n, err := tx.Acceptance(id)
	return o.localAcceptance(n), err
}

// Acceptances gives a project's acceptances, the first round first.
func (o *Office) Acceptances(tx *store.Tx, id fund.ProjectID) ([]fund.Acceptance, error) {
	list, err := tx.Acceptances(id)
	return each(list, o.localAcceptance), err
}

func (o *Office) localAcceptance(n fund.Acceptance) fund.Acceptance {
	for _, t := range []*time.Time{&n.Named, &n.Due, &n.Decided, &n.Until, &n.MendBy, &n.Ended} {
		*t = o.local(*t)
	}
	for i := range n.Members {
		n.Members[i].At, n.Members[i].MendBy = o.local(n.Members[i].At), o.local(n.Members[i].MendBy)
	}
	return n
}
