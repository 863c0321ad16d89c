package data

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// A photo is cut around its middle to 3 by 4, whatever its shape, and never beyond it.
func TestAPhotoIsCutAroundItsMiddle(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 5))
	for range 500 {
		at := image.Pt(rng.IntN(100)-50, rng.IntN(100)-50)
		whole := image.Rectangle{at, at.Add(image.Pt(64+rng.IntN(4000), 64+rng.IntN(4000)))}
		cut := middle(whole)
		if !cut.In(whole) || cut.Dx() != whole.Dx() && cut.Dy() != whole.Dy() {
			t.Fatalf("%v of %v", cut, whole)
		}
		if off := cut.Dx()*photoHeight - cut.Dy()*photoWidth; max(off, -off) > photoHeight {
			t.Errorf("%v of %v is not 3 by 4", cut, whole)
		}
		left, right := cut.Min.X-whole.Min.X, whole.Max.X-cut.Max.X
		above, below := cut.Min.Y-whole.Min.Y, whole.Max.Y-cut.Max.Y
		if max(left-right, right-left) > 1 || max(above-below, below-above) > 1 {
			t.Errorf("%v is not in the middle of %v", cut, whole)
		}
	}
}

// What is kept of a photo is a small JPEG without anything that the camera wrote beside
// it, such as where the kader lives; what is none, or made to fill the memory, is refused.
func TestAPortraitKeepsThePictureAlone(t *testing.T) {
	var camera, drawn bytes.Buffer
	picture := image.NewRGBA(image.Rect(0, 0, 400, 300))
	for i := range picture.Pix {
		picture.Pix[i] = 200
	}
	picture.Set(200, 150, color.RGBA{255, 0, 0, 255})
	if err := jpeg.Encode(&camera, picture, nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&drawn, picture); err != nil {
		t.Fatal(err)
	}
	place := []byte("Exif\x00\x00GPS 7 33 S 110 49 E")
	told := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(place) + 2)}, place...)
	told = append(told, camera.Bytes()[2:]...)
	for name, file := range map[string][]byte{"camera": told, "drawn": drawn.Bytes()} {
		kept, err := Portrait(file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		head, format, err := image.DecodeConfig(bytes.NewReader(kept))
		if err != nil || format != "jpeg" || head.Width != photoWidth || head.Height != photoHeight || bytes.Contains(kept, []byte("GPS")) {
			t.Errorf("%s: %s of %d by %d, place kept %v, %v", name, format, head.Width, head.Height, bytes.Contains(kept, []byte("GPS")), err)
		}
	}
	var huge, thin bytes.Buffer
	if err := png.Encode(&huge, image.NewPaletted(image.Rect(0, 0, 8000, 2001), color.Palette{color.White})); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&thin, image.NewPaletted(image.Rect(0, 0, 63, 2000), color.Palette{color.White})); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"nothing": nil, "text": []byte("foto"), "half": drawn.Bytes()[:drawn.Len()/2], "huge": huge.Bytes(), "thin": thin.Bytes()} {
		if _, err := Portrait(file); !errors.Is(err, ErrPhoto) {
			t.Errorf("%s: %v, want %v", name, err, ErrPhoto)
		}
	}
}

// While one photo is unpacked another waits, and no longer than somebody waits for it.
func TestPhotosAreUnpackedOneAtATime(t *testing.T) {
	unpacking.work <- struct{}{}
	defer func() { <-unpacking.work }()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := new(Store).SetPhoto(ctx, 1, 1, []byte("foto"), By{}); !errors.Is(err, context.Canceled) || errors.Is(err, ErrPhoto) {
		t.Errorf("beside another: %v", err)
	}
}
