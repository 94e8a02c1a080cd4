"""The map: every state has its land, and latitudes and longitudes fall where they should."""

import math

import pytest

from ui.present.atlas import Atlas, Shape, load_atlas

FRAMES = ["balkans", "black-sea", "eurasia", "euro-atlantic", "indo-pacific", "mediterranean"]

STATES = [
    "ALB",
    "AND",
    "ARM",
    "AUT",
    "AZE",
    "BEL",
    "BGR",
    "BIH",
    "BLR",
    "CHE",
    "CYP",
    "CZE",
    "DEU",
    "DNK",
    "ESP",
    "EST",
    "FIN",
    "FRA",
    "GBR",
    "GEO",
    "GRC",
    "HRV",
    "HUN",
    "IRL",
    "ISL",
    "ITA",
    "KAZ",
    "KGZ",
    "LIE",
    "LTU",
    "LUX",
    "LVA",
    "MCO",
    "MDA",
    "MKD",
    "MLT",
    "MNE",
    "NLD",
    "NOR",
    "POL",
    "PRT",
    "ROU",
    "RUS",
    "SMR",
    "SRB",
    "SVK",
    "SVN",
    "SWE",
    "TJK",
    "TKM",
    "TUR",
    "UKR",
    "UZB",
    "XKX",
]

CAPITALS = {
    "ISL": (64.00, -21.50),
    "PRT": (38.80, -9.20),
    "GBR": (51.51, -0.13),
    "LUX": (49.61, 6.13),
    "POL": (52.23, 21.01),
    "SRB": (44.79, 20.45),
    "XKX": (42.66, 21.17),
    "RUS": (55.75, 37.62),
    "TUR": (39.93, 32.86),
    "GEO": (41.72, 44.79),
    "KAZ": (51.17, 71.43),
    "TJK": (38.56, 68.77),
}
"""Degrees north and east; Iceland's and Portugal's points are moved inland from the quay."""


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas("euro-atlantic")


@pytest.mark.parametrize("code", STATES)
def test_every_european_and_central_asian_state_has_a_shape_and_a_label_in_frame(
    atlas: Atlas, code: str
) -> None:
    left, bottom, right, top = atlas.frame
    x, y = atlas.shapes[code].label
    assert left < x < right
    assert bottom < y < top
    assert atlas.shapes[code].contains(x, y)


@pytest.mark.parametrize("code", CAPITALS)
def test_a_capital_lies_in_its_own_state_and_in_no_other(atlas: Atlas, code: str) -> None:
    place = atlas.project(*CAPITALS[code])
    assert [c for c, shape in atlas.shapes.items() if shape.contains(*place)] == [code]
    assert atlas.shape_at(*place) == code


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "code"),
    [
        ("Crimea", 45.20, 34.30, "UKR"),
        ("Abkhazia", 43.00, 41.30, "GEO"),
        ("South Ossetia", 42.30, 44.00, "GEO"),
        ("Transnistria", 46.85, 29.60, "MDA"),
        ("Nagorno-Karabakh", 39.82, 46.75, "AZE"),
        ("Kaliningrad", 54.70, 20.90, "RUS"),
        ("Aland", 60.25, 20.00, "FIN"),
        ("northern Cyprus", 35.28, 33.40, "CYN"),
    ],
)
def test_a_contested_or_detached_area_is_where_the_notes_say(
    atlas: Atlas, place: str, latitude: float, longitude: float, code: str
) -> None:
    assert atlas.shape_at(*atlas.project(latitude, longitude)) == code, place


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "code"),
    [
        ("Crimea", 45.20, 34.30, "UKR"),
        ("Nagorno-Karabakh", 39.82, 46.75, "AZE"),
        ("northern Cyprus", 35.28, 33.40, "CYN"),
        ("Kunashir", 44.10, 145.90, "RUS"),
        ("Taipei", 25.05, 121.50, "TWN"),
    ],
)
def test_a_contested_area_is_the_same_in_every_frame_that_shows_it(
    frame: str, place: str, latitude: float, longitude: float, code: str
) -> None:
    atlas = load_atlas(frame)
    x, y = atlas.project(latitude, longitude)
    left, bottom, right, top = atlas.frame
    if left < x < right and bottom < y < top:
        assert atlas.shape_at(x, y) == code, place


def test_a_cape_is_drawn_where_its_latitude_and_longitude_project(atlas: Atlas) -> None:
    cape = atlas.project(38.78, -9.50)  # Cabo da Roca, the western end of the European mainland
    coast = (point for ring in atlas.shapes["PRT"].rings for point in ring)
    assert min(math.dist(cape, point) for point in coast) < 10


def test_the_centre_of_the_projection_is_the_origin(atlas: Atlas) -> None:
    assert atlas.project(52, 20) == pytest.approx((0, 0))


def test_a_degree_of_latitude_near_the_centre_is_111_km(atlas: Atlas) -> None:
    assert atlas.project(53, 20) == pytest.approx((0, 111.19), abs=0.01)


@pytest.mark.parametrize("frame", FRAMES)
def test_every_ring_has_area_and_does_not_repeat_its_first_point(frame: str) -> None:
    atlas = load_atlas(frame)
    for code, shape in atlas.shapes.items():
        assert shape.rings, code
        for ring in shape.rings:
            assert len(set(ring)) >= 3, code
            assert ring[0] != ring[-1], code


@pytest.mark.parametrize(
    ("latitude", "longitude", "code", "around"),
    [(43.94, 12.46, "SMR", "ITA"), (39.97, 71.13, "UZB", "KGZ")],
)
def test_an_enclave_is_painted_after_the_land_round_it(
    atlas: Atlas, latitude: float, longitude: float, code: str, around: str
) -> None:
    place = atlas.project(latitude, longitude)
    painted = [
        owner
        for owner, ring in atlas.outer_rings()
        if Shape((ring,), place, 0, atlas.shapes[owner].bounds).contains(*place)
    ]
    assert painted == [around, code]
    assert atlas.shape_at(*place) == code


@pytest.mark.parametrize(
    ("date", "montenegro", "kosovo"),
    [("1994-01", "SRB", "SRB"), ("2006-06-03", "MNE", "SRB"), ("2008-02-17", "MNE", "XKX")],
)
def test_yugoslavia_is_drawn_together_until_its_parts_separate(
    atlas: Atlas, date: str, montenegro: str, kosovo: str
) -> None:
    owners = atlas.owners(date)
    assert (owners["MNE"], owners["XKX"]) == (montenegro, kosovo)


def test_unassigned_land_has_no_owner_and_a_dependency_has_its_state(atlas: Atlas) -> None:
    owners = atlas.owners("1999-04")
    assert "CYN" not in owners
    assert owners["GRL"] == "DNK"
    assert set(atlas.insets) == {"USA", "CAN"}


def test_an_unknown_frame_is_answered_with_the_frames_there_are() -> None:
    with pytest.raises(ValueError, match=r"^no map frame 'pacific'; available: balkans, black"):
        load_atlas("pacific")
