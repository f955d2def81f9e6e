// Package standin serves the practice company over HTTP the way 1C:Enterprise
// publishes a base of УТ 11 (КА 2 and ERP 2 alike), УНФ 3 or БП 3 through its
// standard OData interface.
//
// The platform has habits no OData library expects: Atom unless JSON
// is asked for, 64-bit integers in quotes, naive dates, composite references
// that never equal a bare GUID, no server paging. The stand-in keeps every such
// habit (1C:Enterprise developer's guide 8.3.27, chapter 17.4), so a client that
// works here has met what it will meet at a firm. There is one model of the
// company, made anew from a seed whenever somebody asks, and a face of it for
// each configuration: the same clients, numbers and debts under other names. Failures of a real office
// (maintenance, no licence, a proxy's HTML page, an answer lost after the
// commit) and habits that differ between releases are switched on and off while
// it runs.
//
// All firms, people and telephone numbers are invented; see phones.go for the
// rule that keeps the numbers nobody's.
package standin
