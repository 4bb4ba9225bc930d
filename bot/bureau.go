package bot

import (
	"slices"

	"huimin/bot/dialog"
	"huimin/fund"
	"huimin/locales"
	"huimin/report"
)

// officeName says a role, and for a district's reviewer the office they speak
// for.
func officeName(r fund.Role, b fund.Bureau) locales.Message {
	if b == "" {
		return report.RoleName(r)
	}
	return locales.BureauRole(report.RoleName(r), report.BureauName(b))
}

// noBureau is the choice of the leading group as a whole: a choice needs a
// value.
const noBureau = "-"

func askBureau(_ *turn, _ inviting) (dialog.View, error) {
	v := dialog.View{Text: locales.BureauAsk()}
	for _, b := range fund.Bureaus() {
		v.Choices = append(v.Choices, []dialog.Choice{{Value: string(b), Label: report.BureauName(b)}})
	}
	v.Choices = append(v.Choices, []dialog.Choice{{Value: noBureau, Label: locales.BureauNoneButton()}})
	return v, nil
}

func takeBureau(_ *turn, d *inviting, a dialog.Answer) error {
	switch {
	case a.Choice == noBureau:
		d.Bureau = ""
		return nil
	case slices.Contains(fund.Bureaus(), fund.Bureau(a.Choice)):
		d.Bureau = fund.Bureau(a.Choice)
		return nil
	}
	return dialog.Again(locales.FormPressPlease())
}
