package vector_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"binaan/geo/vector"
)

// territories are a layer of one territory.
func territories() []vector.Layer {
	square := orb.Ring{{110, -7}, {110.1, -7}, {110.1, -6.9}, {110, -6.9}, {110, -7}}
	return []vector.Layer{{
		Name: "wilayah", Label: "kader",
		Fields:   []vector.Field{{Name: "kader", Kind: vector.Text}, {Name: "keluarga_layak", Kind: vector.Whole}},
		Features: []vector.Feature{{Shape: orb.MultiPolygon{{square}}, Values: []any{"Siti", int64(512)}}},
	}}
}

// What is written can be read again, and the first bytes tell in which format it is.
func ExampleRead() {
	var file bytes.Buffer
	lost, err := vector.Write(&file, vector.GeoPackage, territories(), vector.Options{})
	fmt.Println(len(lost), err)
	layers, lost, err := vector.Read(context.Background(), file.Bytes())
	fmt.Println(layers[0].Name, layers[0].Of(layers[0].Features[0], "kader"), layers[0].Of(layers[0].Features[0], "keluarga_layak"), len(lost), err)
	// Output:
	// 0 <nil>
	// wilayah Siti 512 0 <nil>
}

// A format that cannot hold all says what it lost: a Shapefile's names end after ten
// letters.
func ExampleWrite() {
	var file bytes.Buffer
	lost, err := vector.Write(&file, vector.Shapefile, territories(), vector.Options{})
	for _, l := range lost {
		fmt.Println(l.Code, l.Field, l.Example)
	}
	fmt.Println(err)
	// Output:
	// NAME_CUT keluarga_layak keluarga_l
	// <nil>
}

// What is no map is refused with the reason, never read as an empty one.
func ExampleRefusedError() {
	_, _, err := vector.Read(context.Background(), []byte("kd_desa;nama\n"))
	var refused *vector.RefusedError
	fmt.Println(errors.As(err, &refused), refused.Why)
	// Output: true UNKNOWN
}
