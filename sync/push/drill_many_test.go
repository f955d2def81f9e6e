//go:build bench

package push_test

const drillFacts, drillClients = 10_000, 200
