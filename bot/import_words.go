package bot

import (
	"slices"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/report"
)

// ImportFlaws says what is wrong in a file, up to most lines, and how many
// more there are.
func ImportFlaws(flaws []fund.Flaw, most int) (lines []locales.Message, more int) {
	for _, f := range flaws[:min(most, len(flaws))] {
		lines = append(lines, report.Flaw(f))
	}
	return lines, len(flaws) - len(lines)
}

// ImportLines says what an import would change, table by table.
func ImportLines(p office.ImportPlan) []locales.Message {
	lines := slices.Concat(placeLines(p.Places), householdLines(p.Households), rosterLines(p.Roster))
	if n := p.Count(office.StepSame) + p.Count(office.StepWaits); n > 0 {
		lines = append(lines, locales.ImportRest(n))
	}
	for _, w := range p.Wanting {
		name := locales.Name{ZH: w.Name, EN: w.NameEn}
		if w.Have < w.Least {
			lines = append(lines, locales.ImportWantingFew(name, w.Households, w.Have, w.Least))
		} else {
			lines = append(lines, locales.ImportWantingMany(name, w.Households, w.Have, w.Most))
		}
	}
	if len(p.Ignored) > 0 {
		lines = append(lines, locales.ImportIgnored(locales.Few(maxNames, p.Ignored)))
	}
	return lines
}

func placeLines(steps []office.PlaceStep) (lines []locales.Message) {
	var added []string
	for _, s := range steps {
		switch s.Step {
		case office.StepAdd:
			added = append(added, s.Line.Code+" "+s.Line.Name)
		case office.StepChange:
			lines = append(lines, locales.ImportPlaceRenamed(s.Line.Code, bothNames(s.Was.Name, s.Was.NameEn), bothNames(s.Line.Name, s.Line.NameEn)))
		case office.StepSame, office.StepInvite, office.StepAgain, office.StepWaits:
		}
	}
	if len(added) > 0 {
		lines = append([]locales.Message{locales.ImportPlacesAdded(len(added), locales.Few(maxNames, added))}, lines...)
	}
	return lines
}

func bothNames(name, nameEn string) string {
	if nameEn == "" {
		return name
	}
	return name + " / " + nameEn
}

// maxNames is how many names stand in one line.
const maxNames = 12

func householdLines(steps []office.HouseholdsStep) (lines []locales.Message) {
	type change struct{ doors, before, after int }
	sums := map[string]*change{}
	var order []string
	for _, s := range steps {
		if s.Step == office.StepSame {
			continue
		}
		if sums[s.Name] == nil {
			sums[s.Name] = &change{}
			order = append(order, s.Name)
		}
		c := sums[s.Name]
		c.doors, c.before, c.after = c.doors+1, c.before+s.Was, c.after+s.Line.Count
	}
	for _, place := range order {
		c := sums[place]
		lines = append(lines, locales.ImportHouseholds(c.doors, place, c.before, c.after))
	}
	return lines
}

func rosterLines(steps []office.RosterStep) (lines []locales.Message) {
	invited, again := map[string][]string{}, map[string][]string{}
	var order []string
	for _, s := range steps {
		if !slices.Contains(order, s.Name) {
			order = append(order, s.Name)
		}
		switch s.Step {
		case office.StepInvite:
			invited[s.Name] = append(invited[s.Name], s.Line.Name)
		case office.StepAgain:
			again[s.Name] = append(again[s.Name], s.Line.Name)
		case office.StepChange:
			if s.Line.Until.IsZero() {
				lines = append(lines, locales.ImportRosterOpen(s.Line.Name, s.Name))
			} else {
				lines = append(lines, locales.ImportRosterTerm(s.Line.Name, s.Name, fund.LastDay(s.Line.Until)))
			}
		case office.StepSame, office.StepAdd, office.StepWaits:
		}
	}
	for _, place := range order {
		if names := invited[place]; len(names) > 0 {
			lines = append(lines, locales.ImportRosterInvited(len(names), place, locales.Few(maxNames, names)))
		}
		if names := again[place]; len(names) > 0 {
			lines = append(lines, locales.ImportRosterAgain(len(names), place, locales.Few(maxNames, names)))
		}
	}
	return lines
}
