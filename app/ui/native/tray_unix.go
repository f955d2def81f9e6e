//go:build !windows && !darwin

package native

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"
)

// Tray tells whether something shows the icons of programs now: many desktops
// have nothing that does.
func Tray() bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	conn, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return false
	}
	defer conn.Close()
	var on bool
	call := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, "org.kde.StatusNotifierWatcher")
	return call.Store(&on) == nil && on
}
