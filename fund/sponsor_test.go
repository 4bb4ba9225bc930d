package fund

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestASponsorIsAnOrganisationWithAContact(t *testing.T) {
	agreed := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		sponsor Sponsor
		want    error
	}{
		"a name alone":                    {Sponsor{Name: "车辆厂"}, nil},
		"a name of two characters":        {Sponsor{Name: "柳机"}, nil},
		"a name of one":                   {Sponsor{Name: "厂"}, &LengthError{WhatSponsor, 1, 2, 64}},
		"no name but spaces":              {Sponsor{Name: " \n "}, &LengthError{WhatSponsor, 0, 2, 64}},
		"a name of 64":                    {Sponsor{Name: strings.Repeat("厂", 64)}, nil},
		"a name of 65":                    {Sponsor{Name: strings.Repeat("厂", 65)}, &LengthError{WhatSponsor, 65, 2, 64}},
		"a contact who agreed":            {Sponsor{Name: "车辆厂", Contact: "韦工", Reach: "0772 123", Consent: agreed}, nil},
		"a contact who did not":           {Sponsor{Name: "车辆厂", Contact: "韦工"}, ErrContactConsent},
		"a number of nobody who agreed":   {Sponsor{Name: "车辆厂", Reach: "0772 123"}, ErrContactConsent},
		"a way to reach them that is 101": {Sponsor{Name: "车辆厂", Reach: strings.Repeat("1", 101), Consent: agreed}, &LengthError{WhatReach, 101, 0, 100}},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.sponsor.Tidy().Check()
			var have, want *LengthError
			if errors.As(c.want, &want) && errors.As(err, &have) && *have == *want {
				return
			}
			if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
				t.Errorf("%v, not %v", err, c.want)
			}
		})
	}
	if s := (Sponsor{Name: " 柳州\n车辆厂 ", Consent: agreed}).Tidy(); s.Name != "柳州 车辆厂" || !s.Consent.IsZero() {
		t.Errorf("tidied to %+v", s)
	}
}

func TestBureausAreOfADistrictsReviewers(t *testing.T) {
	for _, r := range Roles() {
		if !Bureau("").Fits(r) {
			t.Errorf("%s cannot be without a bureau", r)
		}
		for _, b := range append(Bureaus(), "police") {
			if want := r == RoleDistrict && b != "police"; b.Fits(r) != want {
				t.Errorf("%s for %s: %t", r, b, !want)
			}
		}
	}
}
