package fund

// PlaceID numbers a place; 0 is no place.
type PlaceID int64

// PlaceKind is the level of a place.
type PlaceKind string

// The levels, from the top: 市, 区, 街道, 社区.
const (
	PlaceCity      PlaceKind = "city"
	PlaceDistrict  PlaceKind = "district"
	PlaceStreet    PlaceKind = "street"
	PlaceCommunity PlaceKind = "community"
)

// PlaceKinds lists the levels from the city down.
func PlaceKinds() []PlaceKind {
	return []PlaceKind{PlaceCity, PlaceDistrict, PlaceStreet, PlaceCommunity}
}

// Below gives the level directly under k; a community has none, and neither
// has a kind that does not exist.
func (k PlaceKind) Below() (PlaceKind, bool) {
	switch k {
	case PlaceCity:
		return PlaceDistrict, true
	case PlaceDistrict:
		return PlaceStreet, true
	case PlaceStreet:
		return PlaceCommunity, true
	case PlaceCommunity:
		return "", false
	}
	return "", false
}

// Place is a city, district, street or community. Parent is 0 for a city
// alone. Code is unique, 2 to 6 of A–Z and 0–9, and starts the numbers of what
// is filed there. NameEn may be empty.
type Place struct {
	ID     PlaceID
	Kind   PlaceKind
	Parent PlaceID
	Code   string
	Name   string
	NameEn string
}

// ValidCode reports whether code may stand in Place.Code.
func ValidCode(code string) bool {
	if len(code) < 2 || len(code) > 6 {
		return false
	}
	for _, r := range code {
		if (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}
