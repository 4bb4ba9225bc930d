package office

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// at sets the world's clock to a moment in Liuzhou.
func (w *world) at(text string) {
	w.t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", text, w.office.Zone())
	if err != nil {
		w.t.Fatal(err)
	}
	w.now = now
}

// adopted has the workshop's staff make a project of a new request.
func (w *world) adopted(cost fund.Money) (p fund.Project) {
	w.t.Helper()
	r := w.ask(w.ann, "The lamp at the corridor door is broken")
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Adopt(a, r.ID, NewProject{
			Item: lampItem, Where: "Corridor", At: &fund.Point{Lat: 24.33, Lon: 109.41}, Funding: fund.Funding{Fund: cost},
		})
		return err
	})
	return p
}

const lampItem fund.ItemCode = "GG2"

// opened puts a project to the vote for a while.
func (w *world) opened(p fund.Project, length time.Duration) (b fund.Ballot) {
	w.t.Helper()
	w.ready(p)
	w.must(w.staff, func(a Act) (err error) {
		b, err = w.office.OpenBallot(a, p.ID, w.now.Add(length))
		return err
	})
	return b
}

// votes has the representatives vote in their order: "ffa-" is two for, one
// against, one who does not vote.
func (w *world) votes(b fund.Ballot, choices string) {
	w.t.Helper()
	for i, c := range choices {
		choice, ok := map[rune]fund.Choice{'f': fund.ChoiceFor, 'a': fund.ChoiceAgainst, 'o': fund.ChoiceAbstain}[c]
		if !ok {
			continue
		}
		w.must(w.reps[i], func(a Act) error {
			_, _, err := w.office.CastVote(a, b.ID, choice)
			return err
		})
	}
}

// closed closes due ballots at this moment.
func (w *world) closeDue() (n int) {
	w.t.Helper()
	w.must(fund.Person{}, func(a Act) (err error) {
		n, err = w.office.CloseDueBallots(a)
		return err
	})
	return n
}

// carried makes a project of this cost that the representatives carried at
// this moment.
func (w *world) carried(cost fund.Money) fund.Project {
	w.t.Helper()
	p := w.adopted(cost)
	b := w.opened(p, time.Hour)
	w.votes(b, "fff")
	w.must(w.staff, func(a Act) error {
		_, err := w.office.CloseBallot(a, b.ID)
		return err
	})
	return w.project(p.ID)
}

func (w *world) project(id fund.ProjectID) (p fund.Project) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) {
		p, err = w.office.Project(tx, id)
		return err
	})
	return p
}

func (w *world) ballot(id fund.BallotID) (v BallotView) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) {
		v, err = w.office.Ballot(tx, id)
		return err
	})
	return v
}

// waiting gives the review a project waits for.
func (w *world) waiting(p fund.Project) (r fund.Approval) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) {
		r, err = w.office.Review(tx, p.ID)
		return err
	})
	return r
}

func (w *world) approve(by fund.Person, p fund.Project) fund.Project {
	w.t.Helper()
	r := w.waiting(p)
	w.must(by, func(a Act) error {
		_, err := w.office.Approve(a, r.ID)
		return err
	})
	return w.project(p.ID)
}

// heard lists what was said since, without its data, as "kind chat", only
// of one kind when one is named.
func (w *world) heard(since int64, kind string) (list []string) {
	w.t.Helper()
	for _, line := range w.said(since) {
		if kind == "" || strings.HasPrefix(line, kind+" ") {
			list = append(list, line)
		}
	}
	return list
}

func (w *world) sound() {
	w.t.Helper()
	w.read(func(tx *store.Tx) error {
		v, err := w.office.Verify(tx)
		for _, f := range v.Faults {
			w.t.Errorf("books and record disagree: %+v", f)
		}
		return err
	})
}

// The project of the first story: from a request to photographs of a mended lamp.
func TestALampFromARequestToTheLight(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	r := w.ask(w.ann, "The lamp at the corridor door is broken")
	w.support(w.bob, r)

	since := w.lastOutbox()
	var p fund.Project
	w.must(w.staff, func(a Act) (err error) {
		p, err = w.office.Adopt(a, r.ID, NewProject{
			Title: "Corridor lamp", Item: lampItem,
			Funding: fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000), SponsorName: "The works"},
		})
		return err
	})
	if p.Number != "CD-26-P01" || p.Status != fund.ProjectDrafted || p.Lead != r.ID || p.Cost() != fund.Yuan(21_000) {
		t.Fatalf("adopted as %+v", p)
	}
	if got := w.request(r.ID); got.Status != fund.RequestAdopted || got.Project != p.ID {
		t.Errorf("the request is %+v", got)
	}
	if got := w.heard(since, KindRequestChanged); len(got) != 2 { // the author and the one who supports it
		t.Errorf("adoption was told as %q", got)
	}
	if got := w.heard(since, KindProjectPost); len(got) != 0 {
		t.Errorf("a draft was announced: %q", got)
	}

	since = w.lastOutbox()
	b := w.opened(p, 24*time.Hour)
	if got := w.heard(since, KindBallotPost); len(got) != 1 || !strings.Contains(got[0], itoa(groupReps)) {
		t.Errorf("the ballot was posted as %q", got)
	}
	w.votes(b, "ff")
	if v := w.ballot(b.ID); v.Voted != 2 || !v.Quorum || v.Needed != 2 || v.Ballot.Tally.For != 0 {
		t.Errorf("an open ballot shows %+v", v)
	}
	since = w.lastOutbox()
	w.now = b.Closes
	if n := w.closeDue(); n != 1 {
		t.Fatalf("closed %d ballots", n)
	}
	if p = w.project(p.ID); p.Status != fund.ProjectApproved || !p.ApprovedAt.Equal(b.Closes) {
		t.Fatalf("carried as %+v", p)
	}
	for kind, n := range map[string]int{
		KindBallotResult: 1, KindProjectPost: 2, KindRequestChanged: 2, KindTask: 1,
	} {
		if got := w.heard(since, kind); len(got) != n {
			t.Errorf("%s %d times, want %d: %q", kind, len(got), n, got)
		}
	}

	after := []fund.Photo{{FileID: "light", UniqueID: "l"}}
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Start(a, p.ID)
		return err
	})
	w.allot(w.works, 2026)
	w.came(w.sponsored(p, p.Funding.SponsorName, p.Funding.Sponsor), p.Funding.Sponsor)
	w.pay(p, fund.Yuan(20_500))
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Finish(a, p.ID, "It shines.", after)
		return err
	})
	p = w.project(p.ID)
	if p.Status != fund.ProjectFinished || p.Spent != fund.Yuan(20_500) || p.Reason != "It shines." || len(p.After) != 1 {
		t.Errorf("finished as %+v", p)
	}
	w.sound()
}

func TestMoneyDecidesWhoDecides(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.at("2026-04-14 10:00")
	if p := w.carried(5_000_000); p.Status != fund.ProjectApproved || p.Tier != fund.TierCommunity || !p.Due.IsZero() {
		t.Errorf("50,000.00 yuan: %+v", p)
	}
	p := w.carried(5_000_001)
	due := time.Date(2026, 4, 23, 23, 59, 59, 0, w.office.Zone()) // Guangxi's 三月三 lies between
	if p.Status != fund.ProjectStreet || p.Tier != fund.TierDistrict || !p.Due.Equal(due) || p.DueProvisional {
		t.Fatalf("50,000.01 yuan: %+v", p)
	}
	w.at("2026-04-21 10:00")
	street := w.waiting(p)
	p = w.approve(w.officer, p)
	if p.Status != fund.ProjectDistrict || !p.Due.Equal(due) {
		t.Fatalf("after the street: %+v", p)
	}
	if r := w.waiting(p); r.ID == street.ID || r.Tier != fund.TierDistrict || !r.Due.Equal(due) || !r.Arrived.Equal(w.now) {
		t.Errorf("the district's review is %+v", r)
	}
	w.at("2026-04-24 10:00") // late, and still only a person decides
	p = w.approve(w.reviewer, p)
	if p.Status != fund.ProjectApproved || !p.Due.IsZero() {
		t.Errorf("after the district: %+v", p)
	}
	w.read(func(tx *store.Tx) error {
		list, err := w.office.Reviews(tx, p.ID)
		if err != nil {
			return err
		}
		cal := w.office.Rules(w.now).Calendar
		if len(list) != 2 || list[0].WorkdaysTaken(cal) != 3 || list[1].WorkdaysTaken(cal) != 3 ||
			!list[0].OnTime() || list[1].OnTime() {
			t.Errorf("reviews: %+v", list)
		}
		return nil
	})
	w.sound()
}

func TestDueDatesOfGuangxi(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	for start, due := range map[string]string{
		"2026-04-14": "2026-04-23", // 三月三 from 17 to 20 April
		"2026-09-18": "2026-09-24", // a working Sunday
		"2026-09-30": "2026-10-13", // National Day, and a working Saturday
	} {
		w.at(start + " 10:00")
		if p := w.carried(fund.Yuan(60_000)); p.Due.Format("2006-01-02 15:04:05") != due+" 23:59:59" {
			t.Errorf("arrived %s: due %s, want %s", start, p.Due, due)
		}
	}
}

func TestAReturnedProjectComesBack(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.carried(fund.Yuan(60_000))
	since := w.lastOutbox()
	r := w.waiting(p)
	w.must(w.officer, func(a Act) error {
		_, err := w.office.Return(a, r.ID, "Three quotes, please")
		return err
	})
	if p = w.project(p.ID); p.Status != fund.ProjectReturned || p.Reason != "Three quotes, please" || p.Holder() != fund.HolderCommunity {
		t.Fatalf("returned: %+v", p)
	}
	if got := w.heard(since, KindTask); len(got) != 1 || !strings.HasPrefix(got[0], "task 904 ") {
		t.Errorf("the staff heard %q", got)
	}
	amend := func(cost fund.Money) (anew fund.Anew) {
		w.must(w.staff, func(a Act) (err error) {
			n := NewProject{Title: p.Title, Item: p.Item, Funding: fund.Funding{Fund: cost}}
			_, anew, err = w.office.Amend(a, p.ID, n)
			return err
		})
		return anew
	}
	if anew := amend(fund.Yuan(55_000)); anew != "" {
		t.Errorf("cheaper, and yet a new vote: %s", anew)
	}
	w.now = w.now.Add(48 * time.Hour)
	since = w.lastOutbox()
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Resubmit(a, p.ID)
		return err
	})
	if got := w.rows("SELECT DISTINCT json_extract(data, '$.What') FROM outbox WHERE id > ? AND kind = ?", since, KindRequestChanged); !slices.Equal(got, []string{"resubmitted"}) {
		t.Errorf("those who follow it hear %q", got)
	}
	second := w.waiting(p)
	w.refuse(w.officer, fund.ErrWrongState, func(a Act) error { _, err := w.office.Approve(a, r.ID); return err })
	if second.ID == r.ID || !second.Arrived.Equal(w.now) || second.Tier != fund.TierStreet {
		t.Errorf("resubmitted to %+v", second)
	}
	w.must(w.officer, func(a Act) error {
		_, err := w.office.Return(a, second.ID, "Four quotes, please")
		return err
	})
	if anew := amend(fund.Yuan(60_001)); anew != fund.AnewCost {
		t.Errorf("dearer than voted: %q", anew)
	}
	if p = w.project(p.ID); p.Status != fund.ProjectDrafted || p.VotedCost != 0 {
		t.Errorf("after a dearer amendment: %+v", p)
	}
	w.sound()
}

func TestRefusedAndDroppedProjectsWaitForNobody(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	p := w.carried(fund.Yuan(60_000))
	r := w.waiting(p)
	w.must(w.officer, func(a Act) error {
		_, err := w.office.Refuse(a, r.ID, "Outside the catalogue")
		return err
	})
	if p = w.project(p.ID); p.Status != fund.ProjectRefused || !p.Ended() {
		t.Errorf("refused: %+v", p)
	}
	q := w.carried(fund.Yuan(70_000))
	w.must(w.staff, func(a Act) error {
		_, err := w.office.Drop(a, q.ID, "The owner pays")
		return err
	})
	if q = w.project(q.ID); q.Status != fund.ProjectDropped {
		t.Errorf("dropped: %+v", q)
	}
	w.read(func(tx *store.Tx) error {
		list, err := tx.PendingApprovals()
		if len(list) != 0 {
			t.Errorf("reviews still wait: %+v", list)
		}
		return err
	})
	w.sound()
}

// What the representatives carried for a lamp is not approved as something
// else, paid by somebody else.
func TestACarriedVoteApprovesNothingElse(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	shared := fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(90_000), SponsorName: "The works"}
	for anew, change := range map[fund.Anew]func(*NewProject){
		fund.AnewItem: func(n *NewProject) { n.Item = w.office.Rules(w.now).Catalogue.Items()[20].Code },
		fund.AnewFund: func(n *NewProject) { n.Funding = fund.Funding{Fund: fund.Yuan(50_000)} },
		"":            func(n *NewProject) { n.Title, n.Where = "Lamp at corridor 3", "Building 3" },
	} {
		var p fund.Project
		r := w.ask(w.ann, "The lamp at the corridor door is broken")
		w.must(w.staff, func(a Act) (err error) {
			p, err = w.office.Adopt(a, r.ID, NewProject{Item: lampItem, Funding: shared})
			return err
		})
		b := w.opened(p, time.Hour)
		w.votes(b, "fff")
		w.now = b.Closes
		w.closeDue()
		review := w.waiting(p)
		w.must(w.officer, func(a Act) error { _, err := w.office.Return(a, review.ID, "too dear"); return err })
		n := NewProject{Title: p.Title, Where: "Corridor", Item: p.Item, Funding: p.Funding}
		change(&n)
		w.must(w.staff, func(a Act) error {
			_, got, err := w.office.Amend(a, p.ID, n)
			if got != anew {
				t.Errorf("%q, want %q", got, anew)
			}
			return err
		})
		if anew == "" {
			w.must(w.staff, func(a Act) error { _, err := w.office.Resubmit(a, p.ID); return err })
			continue
		}
		w.refuse(w.staff, fund.ErrWrongState, func(a Act) error { _, err := w.office.Resubmit(a, p.ID); return err })
		if q := w.project(p.ID); q.Status != fund.ProjectDrafted || q.VotedCost != 0 {
			t.Errorf("%s: %+v", anew, q)
		}
	}
	w.sound()
}
