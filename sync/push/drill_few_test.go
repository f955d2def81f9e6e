//go:build !bench

package push_test

// These are enough for all that goes wrong to meet; bench has ten thousand.
const drillFacts, drillClients = 240, 24
