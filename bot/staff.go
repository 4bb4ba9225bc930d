package bot

import (
	"strconv"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// staff is what the conversations of those with an office have in common.
type staff struct {
	office *office.Office
	book   *locales.Book

	campaign opener[campaigning]
	visit    opener[visiting]
	poll     opener[asking]
	refusal  opener[denying]

	adopt   opener[plan]
	amend   opener[plan]
	decline opener[declining]
	drop    opener[dropping]
	join    opener[joining]
	enter   opener[intake]
	invite  opener[inviting]
	accept  opener[accepting]
	finish  opener[finishing]
	year    yearForms
	costs   opener[costing]
	purpose opener[describing]
	period  opener[timing]
	before  opener[picturing]
	listed  opener[listing]
	split   opener[explaining]
	quote   opener[quoting]
	choose  opener[choosing]
	relate  opener[relating]
	study   opener[studying]

	sponsor  opener[keeping]
	deputy   opener[deputing]
	handover opener[handing]
}

// flow is everything that asks for an office: the desk and all that is done
// from there, taking suggestions down, inviting, connecting groups.
func (c *staff) flow(r *router) {
	c.book = r.book
	c.adopt = form(r, c.adoptForm())
	c.amend = form(r, c.amendForm())
	c.decline = form(r, c.declineForm())
	c.drop = form(r, c.dropForm())
	c.join = form(r, c.joinForm())
	c.enter = form(r, c.intakeForm())
	c.invite = form(r, c.inviteForm())
	c.accept = form(r, c.acceptForm())
	c.finish = form(r, c.finishForm())
	c.deskFlow(r)
	c.needsFlow(r)
	c.projectFlow(r)
	c.worksFlow(r)
	c.draftFlow(r)
	c.promptnessFlow(r)
	c.inviteFlow(r)
	c.holdersFlow(r)
	c.bindFlow(r)
	c.deputy = form(r, c.deputyForm())
	c.handover = form(r, c.handoverForm())
	c.sponsor = form(r, c.sponsorForm())
	c.sponsorsFlow(r)
	c.deputyFlow(r)
	c.handoverFlow(r)
	c.roleNotices(r)
	c.barFlow(r)
	c.yearNotices(r)
	c.inspectionFlow(r)
	c.tenureNotices(r)
	r.command(command{
		Name: "enter", Scope: forStaff, Describe: locales.CommandEnter(),
		Run: func(t *turn, _ string) error { return c.beginIntake(t) },
	})
	press(r, "we", func(t *turn, _ againButton) error { return c.beginIntake(t) })
}

// personOf is somebody as those with an office see them: by number when they
// have deleted what was kept.
func personOf(tx *store.Tx, id fund.PersonID) (string, error) {
	p, err := tx.Person(id)
	if p.Erased || p.Name == "" {
		return "№ " + strconv.FormatInt(int64(id), 10), err
	}
	return p.Name, err
}
