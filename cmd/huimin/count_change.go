package main

import (
	"context"
	"errors"
	"time"

	"huimin/fund"
	"huimin/locales"
)

// quick is up to how much work, by Recount.Work and project, it is found out
// unasked what would have funded each project: a few seconds.
const quick = 60_000_000

// changes finds out what would have funded the projects with these ids, or, when
// there are none, all that are not funded, if that does not take long.
func (p *countPrint) changes(ctx context.Context, out *outside, ids []string) error {
	asked := make(map[string]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	var wanted []int
	for i, project := range p.e.Projects {
		if !p.ballot.Award.Placings[i].Funded && (len(ids) == 0 || asked[project.ID]) {
			wanted = append(wanted, i)
		}
		delete(asked, project.ID)
	}
	for _, id := range ids {
		if asked[id] {
			p.to = out.Stderr
			p.say(locales.CountChangeUnknown(id))
			return errors.Join(p.err, errCount)
		}
	}
	r := p.e.Recount(p.e.Rule.Shares, p.ballot.Award, func(fund.SharesProgress) error { return ctx.Err() })
	if len(ids) == 0 && len(wanted) > 0 && r.Work()*int64(len(wanted)) > quick {
		p.skipped = p.e.Projects[wanted[0]].ID
		return nil
	}
	p.ballot.Changes = make(map[int]fund.Change, len(wanted))
	last := out.Now()
	for done, i := range wanted {
		c, err := r.Change(i)
		if err != nil {
			return err
		}
		p.ballot.Changes[i] = c
		if now := out.Now(); now.Sub(last) >= time.Second {
			last = now
			q := *p
			q.to = out.Stderr
			q.say(locales.CountProgressChange(done+1, len(wanted)))
		}
	}
	return nil
}
