package sandbox

// SetLimits changes the flood limits. What was counted so far is forgotten.
func (s *Server) SetLimits(l Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flood = newFlood(l)
}
