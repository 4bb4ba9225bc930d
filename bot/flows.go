package bot

import (
	"huimin/fund"
	"huimin/office"
)

// flows is every conversation there is. Where several take the same kind of
// message, the earlier one is asked first.
func flows(o *office.Office) []flow {
	c := &staff{office: o}
	w := &working{staff: c}
	m := &treasury{staff: c}
	g := &gathering{staff: c, works: w}
	n := &recording{gathering: g}
	return []flow{
		operatorFlow,
		formFlow,
		importFlow(o),
		g.codeFlow,
		residentFlow(o, staffDoors{
			invited:  c.acceptInvitation,
			desk:     func(t *turn) error { return c.showDesk(t, deskButton{}) },
			addMoney: m.startGive,
			look:     w.look,
			minutes:  func(t *turn, id fund.MeetingID) error { return n.showMinutes(t, id, 0) },
			checkIn:  g.scan,
		}),
		c.flow,
		w.flow,
		m.flow,
		decisionFlow(o),
		g.flow,
		n.flow,
	}
}
