package main

import (
	"fmt"
	"time"

	"huimin/fund"
	"huimin/office"
)

// raised is what the district decided for the workshop's community, where the
// houses are the oldest.
const (
	raisedAt = "CLD"
	raised   = 400_000
)

// allocations lists how the money of a year comes in: what the district
// decides, then the city's half, and the district's a little later. What a year
// began with before the history does, at begun, is entered at its beginning.
func (h *history) allocations(year int, begun time.Time) []event {
	var events []event
	for i, place := range h.city.file.Places {
		if place.Kind != fund.PlaceCommunity {
			continue
		}
		at := func(day int) time.Time {
			when := time.Date(year, time.January, day, 9, 40+i, 0, 0, h.now.Location())
			if soonest := begun.Add(time.Duration(30+i) * time.Minute); when.Before(soonest) {
				return soonest
			}
			return when
		}
		by := h.payer(place)
		if place.Code == raisedAt {
			events = append(events, event{at: at(4), by: by, do: decideAllocation(place.Code, year)})
		}
		events = append(events, event{at: at(5).Add(time.Minute), by: by, do: receiveHalf(place.Code, year, fund.SourceCity)},
			event{at: at(5).Add(2 * time.Minute), by: by, do: receiveHalf(place.Code, year, fund.SourceDistrict)})
	}
	return events
}

// payer is who records what comes in for a community: the district, or an
// administrator where the city has nobody at the district.
func (h *history) payer(place placeEntry) string {
	for _, p := range h.city.file.Places {
		if p.Code == place.In {
			if who := h.city.holders(fund.RoleDistrict, p.In); len(who) > 0 {
				return who[0]
			}
		}
	}
	for _, p := range h.city.file.People {
		if p.Role == fund.RoleAdmin {
			return p.Key
		}
	}
	return ""
}

func decideAllocation(code string, year int) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		place, err := h.parts.office.PlaceByCode(a.Tx, code)
		if err != nil {
			return err
		}
		_, _, err = h.parts.office.DecideAllocation(a, place.ID, year, fund.Yuan(raised), "老旧楼栋多，区领导小组研究同意增加。")
		return err
	}
}

func receiveHalf(code string, year int, source fund.Source) func(*history, office.Act) error {
	return func(h *history, a office.Act) error {
		place, err := h.parts.office.PlaceByCode(a.Tx, code)
		if err != nil {
			return err
		}
		planned, err := h.parts.office.Allotment(a.Tx, place.ID, year)
		if err != nil {
			return err
		}
		if _, err = h.parts.office.ReceiveAllocation(a, place.ID, year, source, planned.Of(source), nil); err != nil {
			return fmt.Errorf("%s in %d: %w", code, year, err)
		}
		return nil
	}
}

// pledge lets the sponsor's promise be taken down once the project is there.
func (s *story) pledge(p projectEntry) {
	if p.Sponsor == 0 {
		return
	}
	s.step(s.last.Add(2*time.Hour), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		_, err := h.parts.office.PledgeSponsor(a, id, p.SponsorName, "韦科长", true, fund.Yuan(p.Sponsor))
		return err
	}))
}

// pay lets residents promise their part of a project that is to be built, all
// promises come in as the works begin, and the invoices be paid before they
// are finished.
func (s *story) pay(p projectEntry) {
	if p.Start == 0 {
		return
	}
	begun := s.last
	neighbours := s.neighbours()
	for i, part := range fund.Apportion(fund.Yuan(p.Residents), []fund.Money{4, 3, 2, 1}) {
		if part == 0 {
			break
		}
		s.step(begun.Add(time.Duration(i+1)*9*time.Minute), neighbours[i%len(neighbours)],
			s.on(func(h *history, a office.Act, id fund.ProjectID) error {
				_, err := h.parts.office.Pledge(a, id, part)
				return err
			}))
	}
	if p.Sponsor+p.Residents > 0 {
		s.step(s.last.Add(time.Hour), s.staff(), s.on(receiveAll))
	}
	if p.Finish == 0 {
		return
	}
	first := fund.Yuan(p.Spent) * 2 / 5
	for i, sum := range []fund.Money{first, fund.Yuan(p.Spent) - first} {
		at := s.office(p.Finish).Add(time.Duration(i-2) * 24 * time.Hour)
		s.step(at, s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
			_, err := h.parts.office.Pay(a, id, office.NewPayment{
				Payee: "柳州市安居工程有限公司", Sum: sum, Photos: h.paper(fmt.Sprintf("invoice-%d-%d", id, i)),
			})
			return err
		}))
	}
}

// receiveAll confirms what was promised to a project.
func receiveAll(h *history, a office.Act, id fund.ProjectID) error {
	pledges, err := h.parts.office.Pledges(a.Tx, id)
	if err != nil {
		return err
	}
	for _, g := range pledges {
		if g.Open() == 0 {
			continue
		}
		if _, err := h.parts.office.ReceivePledge(a, g.ID, g.Open(), h.paper(fmt.Sprint("receipt-", g.ID))); err != nil {
			return err
		}
	}
	return nil
}

// paper is the picture of a receipt or an invoice, as Telegram keeps it.
func (h *history) paper(name string) []fund.Photo {
	if err := h.city.telegram.PutPhoto(name, name, h.city.pictures.paint("paper")); err != nil {
		return nil
	}
	return []fund.Photo{{FileID: name, UniqueID: name}}
}
