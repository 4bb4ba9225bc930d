package fund

// BulletinPageLines is how many lines of projects one page of a bulletin
// holds: with titles of full length it stays within one Telegram message of
// 4,096 characters.
const BulletinPageLines = 20

// Lines counts the lines of projects that the bulletin lists.
func (b Bulletin) Lines() int {
	return len(b.Decided) + len(b.Approved) + len(b.UnderWay) + len(b.Finished) + len(b.Lost) + len(b.Refused) + len(b.Overdue)
}

// Pages is into how many pages the bulletin divides, at least one.
func (b Bulletin) Pages() int {
	return max(1, (b.Lines()+BulletinPageLines-1)/BulletinPageLines)
}

// RollupPageParts is how many communities one page of a roll-up lists, so that
// it stays within one Telegram message of 4,096 characters with all else that
// it says.
const RollupPageParts = 25

// RollupPages is into how many pages a roll-up of so many communities divides,
// at least one.
func RollupPages(communities int) int {
	return max(1, (communities+RollupPageParts-1)/RollupPageParts)
}
