package native

import "golang.org/x/sys/windows"

// user32 is the library of windows and keys.
var user32 = windows.NewLazySystemDLL("user32.dll")
