package office

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/store"
)

// AwaitedError says for which bureaus' opinions the leading group's decision
// waits.
type AwaitedError struct{ Bureaus []fund.Bureau }

// Error names the bureaus.
func (e *AwaitedError) Error() string { return fmt.Sprintf("the decision waits for %v", e.Bureaus) }

// ObjectedError says that an approval must answer the objections of Bureaus in
// its reason.
type ObjectedError struct{ Bureaus []fund.Bureau }

// Error names the bureaus.
func (e *ObjectedError) Error() string { return fmt.Sprintf("objected to by %v", e.Bureaus) }

// Opinions gives what the bureaus said in a review, the latest of each, and who
// is still awaited.
func (o *Office) Opinions(a Act, r fund.Approval, p fund.Project) (said []fund.BureauOpinion, awaited []fund.Bureau, err error) {
	list, err := a.Tx.OpinionsIn(r.ID)
	if err != nil || r.Tier != fund.TierDistrict {
		return nil, nil, err
	}
	said = fund.Latest(list)
	for i := range said {
		said[i].At = o.local(said[i].At)
	}
	if !r.Decided.IsZero() {
		return said, nil, nil
	}
	grants, err := o.districtGrants(a, p)
	if err != nil {
		return nil, nil, err
	}
	var appointed []fund.Bureau
	for _, g := range grants {
		appointed = append(appointed, g.Bureau)
	}
	return said, o.Rules(r.Arrived).Draft.Awaited(appointed, said), nil
}

// districtGrants gives the reviewers of a project's district.
func (o *Office) districtGrants(a Act, p fund.Project) (grants []fund.Grant, err error) {
	lineage, err := a.Tx.Lineage(p.Community)
	if err != nil {
		return nil, err
	}
	for _, place := range lineage {
		if place.Kind != fund.PlaceDistrict {
			continue
		}
		held, err := a.Tx.Holders(place.ID, fund.RoleDistrict)
		if err != nil {
			return nil, err
		}
		for _, g := range held {
			if g.Active(a.Now) {
				grants = append(grants, g)
			}
		}
	}
	return grants, nil
}

// KindOpinion tells somebody that their bureau's opinion is awaited:
// OpinionNews.
const KindOpinion = "opinion_awaited"

// OpinionNews points at a review that waits for a bureau's opinion.
type OpinionNews struct{ Approval int64 }

// opinionDays is from how many working days before a review is due those are
// reminded whose bureau has not spoken: before the reminder that the decision
// itself is due, which waits for them.
const opinionDays = 2

// remindBureaus reminds those who speak for a bureau of a review that waits for
// its opinion, once, before the day on which the review is due.
func (o *Office) remindBureaus(a Act, p fund.Project, r fund.Approval, at time.Time) error {
	if left := o.Rules(at).Calendar.Left(at, r.Due); left < 1 || left > opinionDays {
		return nil
	}
	_, awaited, err := o.Opinions(a, r, p)
	if err != nil || len(awaited) == 0 {
		return err
	}
	grants, err := o.districtGrants(a, p)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if !slices.Contains(awaited, g.Bureau) {
			continue
		}
		n := Notice{
			Kind: KindOpinion, Data: OpinionNews{r.ID}, Lane: store.LaneNotice, Due: at, Expires: r.Due,
			Key: fmt.Sprintf("opinion:%d:%s:%d", r.ID, g.Bureau, g.Person),
		}
		if err := o.tell(a, g.Person, n); err != nil {
			return err
		}
	}
	return nil
}

// BureauOf gives the bureau for which the act's person may speak about a
// project; "" when they speak for none.
func (o *Office) BureauOf(a Act, p fund.Project) (fund.Bureau, error) {
	grants, err := o.districtGrants(a, p)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(grants, func(g fund.Grant) bool { return g.Person == a.By.ID && g.Bureau != "" })
	if i < 0 {
		return "", nil
	}
	return grants[i].Bureau, nil
}

// Opine gives a bureau's opinion in a review at the district that waits, by a
// reviewer who speaks for it; anything but plain agreement needs words.
func (o *Office) Opine(a Act, approval int64, view fund.View, words string) (fund.BureauOpinion, error) {
	r, p, err := o.reviewFor(a, approval, "opine")
	if err != nil {
		return fund.BureauOpinion{}, err
	}
	if err := o.allow(a, fund.ActOpine, p.Community); err != nil {
		return fund.BureauOpinion{}, fmt.Errorf("opine in review %d: %w", approval, err)
	}
	bureau, err := o.BureauOf(a, p)
	if err != nil {
		return fund.BureauOpinion{}, err
	}
	if bureau == "" || r.Tier != fund.TierDistrict || !slices.Contains(fund.Views(), view) {
		return fund.BureauOpinion{}, fmt.Errorf("opine in review %d: %w", approval, ErrBureau)
	}
	words = strings.TrimSpace(words)
	rules := o.Rules(r.Arrived)
	if view != fund.ViewAgree {
		err = rules.Requests.CheckReason(words)
	} else if words != "" {
		err = rules.Requests.CheckNote(words)
	}
	if err != nil {
		return fund.BureauOpinion{}, fmt.Errorf("opine in review %d: %w", approval, err)
	}
	said := fund.BureauOpinion{
		Approval: r.ID, Project: p.ID, Bureau: bureau, View: view, Words: words, By: a.By.ID, At: a.Now,
	}
	if said.ID, err = a.Tx.AddOpinion(said); err != nil {
		return said, err
	}
	e := opinionEntry(said)
	if e.Words, err = a.seal(words, a.By.ID); err != nil {
		return said, err
	}
	if err := a.record(recordOpinion, e); err != nil {
		return said, err
	}
	return said, o.refreshTasks(a, r)
}

// mayDecide says why the leading group's decision cannot be given yet: bureaus
// have not spoken, or an approval does not answer their objections.
func (o *Office) mayDecide(a Act, r fund.Approval, p fund.Project, v fund.Verdict, reason string) error {
	if r.Tier != fund.TierDistrict || v == fund.VerdictReturn {
		return nil
	}
	said, awaited, err := o.Opinions(a, r, p)
	if err != nil {
		return err
	}
	if len(awaited) > 0 {
		return &AwaitedError{Bureaus: awaited}
	}
	if against := fund.Objections(said); len(against) > 0 && v == fund.VerdictApprove && strings.TrimSpace(reason) == "" {
		e := &ObjectedError{}
		for _, o := range against {
			e.Bureaus = append(e.Bureaus, o.Bureau)
		}
		return e
	}
	return nil
}

// recordOpinion is a bureau's opinion.
const recordOpinion = "bureau_opinion"

// OpinionEntry is the record's account of a bureau's opinion, its words sealed.
type OpinionEntry struct {
	ID       int64          `json:"id"`
	Approval int64          `json:"approval"`
	Project  fund.ProjectID `json:"project"`
	Bureau   fund.Bureau    `json:"bureau"`
	View     fund.View      `json:"view"`
	By       fund.PersonID  `json:"by"`
	At       int64          `json:"at"`
	Words    string         `json:"words"`
}

func opinionEntry(s fund.BureauOpinion) OpinionEntry {
	return OpinionEntry{
		ID: s.ID, Approval: s.Approval, Project: s.Project, Bureau: s.Bureau, View: s.View, By: s.By, At: unix(s.At),
	}
}
