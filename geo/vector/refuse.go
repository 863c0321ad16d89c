package vector

// Why says why a file is refused.
type Why string

// Why files are refused.
const (
	Unknown       Why = "UNKNOWN"        // none of the formats
	LoneShapefile Why = "LONE_SHAPEFILE" // a .shp without its other parts
	NoTable       Why = "NO_TABLE"       // a Shapefile without .dbf
	NoMap         Why = "NO_MAP"         // a ZIP without Shapefile or KML
	NoAreas       Why = "NO_AREAS"       // nothing in it has an area
	OtherPlace    Why = "OTHER_PLACE"    // another coordinate system, named
	Outside       Why = "OUTSIDE"        // not in Indonesia
	Swapped       Why = "SWAPPED"        // latitude stands before longitude
	TooLarge      Why = "TOO_LARGE"
	TooMany       Why = "TOO_MANY" // features or corners
	Bomb          Why = "BOMB"     // a ZIP that holds far more than a map needs
	Broken        Why = "BROKEN"   // cut off or malformed, with where
)

// RefusedError is a file that cannot be read rightly.
type RefusedError struct {
	Why   Why
	About string
}

// Error names why.
func (e *RefusedError) Error() string {
	if e.About == "" {
		return "map refused: " + string(e.Why)
	}
	return "map refused: " + string(e.Why) + ": " + e.About
}

func refuse(why Why, about string) error { return &RefusedError{why, about} }
