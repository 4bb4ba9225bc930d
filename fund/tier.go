package fund

// Tier is a level of approval (the article, 13).
type Tier string

// The tiers: 社区, 街道, 城区 (新区) 领导小组.
const (
	TierCommunity Tier = "community"
	TierStreet    Tier = "street"
	TierDistrict  Tier = "district"
)

// Rank orders the tiers: 1 for the community, 3 for the district, 0 for what
// is no tier.
func (t Tier) Rank() int {
	switch t {
	case TierCommunity:
		return 1
	case TierStreet:
		return 2
	case TierDistrict:
		return 3
	}
	return 0
}

// TierFor gives the highest tier that a project of this cost needs. Up to the
// community's limit the community decides alone (the article, 14); 以内
// includes the limit itself (Civil Code Art. 1259) unless the programme says
// otherwise. What costs more goes
// through the street to the district (the article, 15).
func (p Programme) TierFor(cost Money) Tier {
	if cost <= p.CommunityMost() {
		return TierCommunity
	}
	return TierDistrict
}

// CommunityMost is the highest cost that a community decides alone.
func (p Programme) CommunityMost() Money {
	if p.LimitInclusive {
		return p.CommunityLimit
	}
	return p.CommunityLimit - 1
}
