package fund

// Households is how many households live behind a doorway of a building; a
// building without doorways has an empty one. Nothing is known of who they are.
type Households struct {
	Community PlaceID
	Building  string
	Doorway   string
	Count     int
}
