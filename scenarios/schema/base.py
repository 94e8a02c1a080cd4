"""What all shapes share: units, ranges, and how a file is read."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Flag = Annotated[int, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[float, Field(ge=0.0)]
Month = Annotated[str, Field(pattern=r"^(|\d{4}-(0[1-9]|1[0-2]))$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
#: Frames of maps that there are (ui/assets/maps); none: drawn around the capitals' positions.
Frame = Literal[
    "euro-atlantic", "mediterranean", "balkans", "black-sea", "eurasia", "indo-pacific", ""
]
Code = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Part(BaseModel):
    """A piece of a scenario: unknown keys are faults, values do not change."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )
