package fund

import (
	"errors"
	"testing"
	"time"
)

func TestOneProxyEachAndNoneHandedOn(t *testing.T) {
	list := []Proxy{
		{Giver: 1, Holder: 2},
		{Giver: 3, Holder: 4, Ended: time.Unix(1, 0)},
	}
	for _, c := range []struct {
		giver, holder PersonID
		want          error
	}{
		{5, 6, nil},
		{3, 4, nil},
		{4, 3, nil},
		{5, 5, ErrProxySelf},
		{1, 5, ErrProxyGiven},
		{5, 1, ErrProxyGiven},
		{2, 5, ErrProxyHeld},
		{5, 2, ErrProxyHeld},
	} {
		if err := CheckProxy(list, c.giver, c.holder); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%d to %d: %v, want %v", c.giver, c.holder, err, c.want)
		}
	}
}
