"""temporary"""
from __future__ import annotations
import csv, tomllib
from pathlib import Path
from scenarios.schema import *
HERE = Path(__file__).parent
def rd(p): 
    with open(p,'rb') as f: return tomllib.load(f)
def load(name):
    d = HERE/'library'/name
    c = HERE/'catalogue'
    cat = dict(agreements=rd(c/'agreements.toml')['agreement'], exercises=rd(c/'exercises.toml')['exercise'], steps=rd(c/'programmes.toml')['step'], orders=rd(c/'orders.toml')['order'], doctrines=rd(c/'doctrines.toml')['doctrine'], parameters=rd(c/'parameters.toml'))
    def rows(p): return [{k:v for k,v in r.items() if v!='' } for r in csv.DictReader(open(p))]
    s = rd(d/'scenario.toml')
    s.update(nations=rows(d/'nations.csv'), dyads=rows(d/'dyads.csv'), groups=rd(d/'groups.toml')['groups'], sources=rd(d/'sources.toml'), catalogue=cat)
    return Scenario.model_validate(s)
