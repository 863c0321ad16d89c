package data_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"binaan/data"
	"binaan/data/datatest"
)

// A branch has the kedeputian that was said last, under the name that was said last of it,
// wherever branches are listed.
func TestABranchBelongsToAKedeputian(t *testing.T) {
	store := datatest.New(t)
	var branches []data.Branch
	for _, code := range []string{"9901", "9902"} {
		b, err := store.AddBranch(t.Context(), code, "Contoh", "WIB")
		if err != nil {
			t.Fatal(err)
		}
		branches = append(branches, b)
	}
	for _, step := range []struct {
		name string
		of   int
		said data.Kedeputian
		want [2]*data.Kedeputian
	}{
		{"of one", 0, data.Kedeputian{Code: "VI", Name: "Wilayah VI"}, [2]*data.Kedeputian{{Code: "VI", Name: "Wilayah VI"}, nil}},
		{"the same without a name", 1, data.Kedeputian{Code: "VI"}, [2]*data.Kedeputian{{Code: "VI", Name: "Wilayah VI"}, {Code: "VI", Name: "Wilayah VI"}}},
		{"another without a name", 1, data.Kedeputian{Code: "VII"}, [2]*data.Kedeputian{{Code: "VI", Name: "Wilayah VI"}, {Code: "VII", Name: "Kedeputian VII"}}},
		{"named anew", 0, data.Kedeputian{Code: "VII", Name: "Jawa"}, [2]*data.Kedeputian{{Code: "VII", Name: "Jawa"}, {Code: "VII", Name: "Jawa"}}},
		{"of none", 1, data.Kedeputian{}, [2]*data.Kedeputian{{Code: "VII", Name: "Jawa"}, nil}},
	} {
		if err := store.SetKedeputian(t.Context(), branches[step.of], step.said, data.By{}); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		sums, err := store.BranchSums(t.Context(), []data.BranchID{branches[0].ID, branches[1].ID})
		if err != nil {
			t.Fatal(err)
		}
		var listed, asked [2]*data.Kedeputian
		for i, b := range branches {
			listed[i] = sums[i].Kedeputian
			if asked[i], err = store.KedeputianOf(t.Context(), b.ID); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(step.want, listed); diff != "" {
			t.Errorf("%s: branches are listed (-want +got)\n%s", step.name, diff)
		}
		if diff := cmp.Diff(step.want, asked); diff != "" {
			t.Errorf("%s: asked one by one (-want +got)\n%s", step.name, diff)
		}
	}
}
