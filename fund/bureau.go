package fund

import "slices"

// Bureau is the office of a district's leading group that a reviewer speaks
// for; empty for whoever speaks for the group as a whole.
type Bureau string

// The bureaus: the article (18) names the first four "and others"; Liubei has
// the one for housing as well (2015).
const (
	BureauOrganisation Bureau = "organisation" // 组织部
	BureauCivil        Bureau = "civil"        // 民政局
	BureauFinance      Bureau = "finance"      // 财政局
	BureauAudit        Bureau = "audit"        // 审计局
	BureauHousing      Bureau = "housing"      // 住建局
)

// Bureaus lists every bureau, in the order in which they are named.
func Bureaus() []Bureau {
	return []Bureau{BureauOrganisation, BureauCivil, BureauFinance, BureauAudit, BureauHousing}
}

// Fits reports whether somebody in a role can speak for the bureau: a district
// reviewer for any or none, everybody else for none.
func (b Bureau) Fits(r Role) bool {
	return b == "" || r == RoleDistrict && slices.Contains(Bureaus(), b)
}
