package office

import (
	"encoding/json"
	"errors"
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// errOthersVote says that the record has a vote that was given for a member by
// somebody who did not hold their proxy.
var errOthersVote = errors.New("voted by somebody else")

// votesFor says whether whoever the record names for a vote could give it: the
// member, or the holder of their proxy at that moment.
func (s *sayings) votesFor(e store.Entry, member fund.PersonID) error {
	if e.By == int64(member) {
		return nil
	}
	for _, said := range s.works[nounProxy] {
		var p proxyFacts
		if err := json.Unmarshal(said.Facts, &p); err != nil {
			return err
		}
		if p.Giver == member && int64(p.Holder) == e.By && p.Ended == 0 {
			return nil
		}
	}
	return fmt.Errorf("vote of person %d: %w", member, errOthersVote)
}
