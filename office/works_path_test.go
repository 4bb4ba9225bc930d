package office

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huimin/fund"
	"huimin/store"
)

// path is one project taken through use cases in any order.
type path struct {
	*world
	id      fund.ProjectID
	allowed fund.Money // what was approved last: by the vote alone, or by the district after it
}

// entered has the staff take a request down and make a project of it.
func (w *world) entered(cost fund.Money) (id fund.ProjectID) {
	w.t.Helper()
	n := w.now.Unix() // each asks for another thing: none is what failed before
	text := fmt.Sprintf("a%db c%dd e%df g%dh", n, n+1, n+2, n+3)
	w.must(w.staff, func(a Act) error {
		r, err := w.office.EnterRequest(a, NewRequest{Text: text, Source: fund.SourceVisit, Community: w.works.ID})
		if err != nil {
			return err
		}
		p, err := w.office.Adopt(a, r.ID, NewProject{Item: lampItem, Funding: fund.Funding{Fund: cost}})
		id = p.ID
		return err
	})
	return id
}

// act does something as somebody; that it is refused is no fault.
func (p *path) act(by fund.Person, do func(a Act) error) bool { return p.try(by, do) == nil }

func (p *path) steps() map[string]func(t *rapid.T) {
	o := p.office
	vote := func(choices string) func(*rapid.T) {
		return func(*rapid.T) {
			var b fund.Ballot
			if now := p.project(p.id); now.Status == fund.ProjectDrafted {
				p.ready(now)
			}
			if !p.act(p.staff, func(a Act) (err error) {
				b, err = o.OpenBallot(a, p.id, p.now.Add(time.Hour))
				return err
			}) {
				return
			}
			p.votes(b, choices)
			p.must(p.staff, func(a Act) error {
				_, err := o.CloseBallot(a, b.ID)
				return err
			})
			if now := p.project(p.id); choices == "fff" && now.UnderWay() {
				p.allowed = now.Cost()
			}
		}
	}
	review := func(by fund.Person, do func(a Act, review int64) error) func(*rapid.T) {
		return func(*rapid.T) {
			if !p.act(by, func(a Act) error {
				r, err := o.Review(a.Tx, p.id)
				if err != nil {
					return err
				}
				return do(a, r.ID)
			}) {
				return
			}
			if now := p.project(p.id); now.UnderWay() && now.Standing == nil && by.ID == p.reviewer.ID {
				p.allowed = max(p.allowed, now.Cost())
			}
		}
	}
	approve := func(a Act, id int64) error { _, err := o.Approve(a, id); return err }
	refuse := func(a Act, id int64) error { _, err := o.Refuse(a, id, "暂不需要"); return err }
	simple := func(by fund.Person, do func(a Act) error) func(*rapid.T) {
		return func(*rapid.T) { p.act(by, do) }
	}
	last := func(a Act) (int64, error) {
		n, err := o.lastAcceptance(a.Tx, p.id)
		return n.ID, err
	}
	sign := func(by fund.Person, s fund.Signature) func(*rapid.T) {
		return simple(by, func(a Act) error {
			id, err := last(a)
			if err != nil {
				return err
			}
			_, err = o.Sign(a, id, s, "扶手松动", 0)
			return err
		})
	}
	return map[string]func(*rapid.T){
		"carried": vote("fff"), "lost": vote("aaa"), "no quorum": vote("f"),
		"street approves": review(p.officer, approve), "district approves": review(p.reviewer, approve),
		"street refuses": review(p.officer, refuse),
		"start":          simple(p.staff, func(a Act) error { _, err := o.Start(a, p.id); return err }),
		"report":         simple(p.staff, func(a Act) error { _, err := o.Report(a, p.id, 50, "", nil); return err }),
		"change": func(t *rapid.T) {
			yuan := rapid.SampledFrom([]int64{19_000, 21_000, 22_000, 22_001, 50_000, 50_001, 55_000}).Draw(t, "yuan")
			p.act(p.staff, func(a Act) error {
				_, _, err := o.Change(a, p.id, fund.Funding{Fund: fund.Yuan(yuan)}, "材料涨价", nil)
				return err
			})
		},
		"keep":   simple(p.staff, func(a Act) error { _, err := o.Keep(a, p.id); return err }),
		"finish": simple(p.staff, func(a Act) error { _, err := o.Finish(a, p.id, "", nil); return err }),
		"team": simple(p.staff, func(a Act) error {
			_, err := o.NameTeam(a, p.id, []fund.PersonID{p.staff.ID, p.reps[0].ID, p.reps[1].ID})
			return err
		}),
		"one passes": sign(p.staff, fund.SignPass), "three fails": sign(p.reps[1], fund.SignFail),
		"all pass": func(t *rapid.T) {
			for _, by := range []fund.Person{p.staff, p.reps[0], p.reps[1]} {
				sign(by, fund.SignPass)(t)
			}
		},
		"one of them fails": func(t *rapid.T) {
			sign(p.staff, fund.SignPass)(t)
			sign(p.reps[0], fund.SignPass)(t)
			sign(p.reps[1], fund.SignFail)(t)
		},
		"two fail it for good": func(t *rapid.T) {
			for i, by := range []fund.Person{p.staff, p.reps[0], p.reps[1]} {
				days := fund.NoMending
				if i == 0 {
					days = 0
				}
				simple(by, func(a Act) error {
					id, err := last(a)
					if err == nil {
						_, err = o.Sign(a, id, fund.SignFail, "扶手断了", days)
					}
					return err
				})(t)
			}
		},
		"dispute": simple(p.ann, func(a Act) error { _, err := o.Dispute(a, p.id, "还漏雨呢"); return err }),
		"ruling": func(t *rapid.T) {
			upheld := rapid.Bool().Draw(t, "upheld")
			p.act(p.officer, func(a Act) error {
				list, err := a.Tx.DisputesWaiting(0)
				if err != nil || len(list) == 0 {
					return store.ErrNotFound
				}
				_, err = o.RuleDispute(a, list[0].ID, upheld, "看过现场了", 0)
				return err
			})
		},
		"days pass": func(*rapid.T) {
			p.now = p.now.AddDate(0, 0, 8)
			p.settle()
			p.endYear()
		},
	}
}

// No order of steps of anybody reaches the works, or their acceptance, without
// the approval that their cost needs; and none that the record disagrees with.
func TestNoOrderOfStepsReachesAcceptanceWithoutApproval(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	reached := map[fund.ProjectStatus]int{}
	rapid.Check(t, func(t *rapid.T) {
		w.now = w.now.Add(time.Hour)
		w.endYear()
		p := &path{world: w, id: w.entered(fund.Yuan(20_000))}
		steps := p.steps()
		likely := []string{"carried", "start", "finish", "team", "all pass", "one of them fails", "days pass"}
		every := append(likely, "lost", "no quorum", "street approves", "district approves", "street refuses", "report", "change",
			"keep", "one passes", "three fails", "dispute", "ruling")
		way := []string{}
		if rapid.Bool().Draw(t, "straight") { // half of the paths go to acceptance first
			way = []string{"carried", "start", "finish", "team", "all pass", "days pass", "days pass", "days pass"}
		}
		for range rapid.IntRange(5, 40).Draw(t, "steps") {
			from := every
			if rapid.IntRange(0, 2).Draw(t, "likely") > 0 {
				from = likely
			}
			way = append(way, rapid.SampledFrom(from).Draw(t, "step"))
		}
		for _, name := range way {
			steps[name](t)
			now := w.project(p.id)
			reached[now.Status]++
			p.check(t, name, now)
		}
		w.must(w.staff, func(a Act) error { // its money is free for the next
			_, _ = w.office.Drop(a, p.id, "不再办理")
			return nil
		})
	})
	w.sound()
	for _, s := range []fund.ProjectStatus{fund.ProjectStarted, fund.ProjectFinished, fund.ProjectMending, fund.ProjectAccepted} {
		if reached[s] == 0 {
			t.Errorf("no path reached %s", s)
		}
	}
}

func (p *path) check(t *rapid.T, step string, now fund.Project) {
	limit := p.office.Rules(p.now).CommunityLimit
	may := now.MaySpend().Total()
	if may > 0 && (p.allowed == 0 || may > p.allowed+p.allowed/10) {
		t.Fatalf("%s: %s may spend %s, approved were %s", step, now.Status, may.Decimal(), p.allowed.Decimal())
	}
	if may > limit && p.allowed <= limit {
		t.Fatalf("%s: %s may spend %s, and the community alone approved %s", step, now.Status, may.Decimal(), p.allowed.Decimal())
	}
	if now.Status != fund.ProjectAccepted {
		return
	}
	p.read(func(tx *store.Tx) error {
		n, err := p.office.lastAcceptance(tx, now.ID)
		if err != nil || n.Status != fund.AcceptanceStands || n.Missing() > 0 || now.StartedAt.IsZero() || now.ApprovedAt.IsZero() {
			t.Errorf("%s: accepted with %+v (%v)", step, n, err)
		}
		return nil
	})
}
