// Package crm is the domain: clients and their money as 1C states them, and the
// communications Pult owns (calls, notes, promises). It holds types and rules on
// them and nothing that touches a network, a disk or a screen. All arrows between
// packages end here.
package crm
